using System.Numerics;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Ethereum;

public sealed class Eip1559TransactionTests
{
    // wevm/viem, src/accounts/utils/signTransaction.test.ts ("eip1559", "default"): account 0, gas 21000, nonce 785, chain 1.
    private const string Viem =
        "02f850018203118080825208808080c080a04012522854168b27e5dc3d5839bab5e6b39e1a0ffd343901ce1622e3d64b48f1a04e00902ae0502c4728cbf12156290df99c3ed7de85b1dbfe20b5c36931733a33";

    // web3/web3.js, packages/web3-eth-personal e2e test: gas 21000, value 10000, chain 1337.
    private const string Web3 =
        "02f86e82053980841dcd65008459682f0082520894962f9a9c2a6c092474d24def35eccb3d9363265e82271080c001a02661e510e0a64d65694808278f11dacbee33f3d8bcb589d37a168e911ba5f97fa0488b98a76e25487e28d393757b25d22f7272e0a0b39da4c1b8c8cd45e3173819";

    [Fact]
    public void The_published_transaction_of_account_0_is_that_accounts()
    {
        var signed = SignedTransaction.Parse(Convert.FromHexString(Viem));
        Assert.Equal(KnownAccount.Address, signed.From);
        Assert.Equal((1L, 785L, 21000L, null), (signed.Transaction.ChainId, signed.Transaction.Nonce, signed.Transaction.GasLimit, signed.Transaction.To));
        var again = signed.Transaction.WithSignature(signed.Signature);
        Assert.Equal(Viem, Convert.ToHexStringLower(again.Raw.Span));
    }

    [Fact]
    public void The_published_transaction_with_fees_is_read_and_written_back()
    {
        var signed = SignedTransaction.Parse(Convert.FromHexString(Web3));
        var expected = new Eip1559Transaction(1337, 0, 0x1DCD6500, 0x59682F00, 21000, "0x962f9a9c2a6c092474d24def35eccb3d9363265e", 10000, default);
        Assert.Equal(expected with { Data = signed.Transaction.Data }, signed.Transaction);
        Assert.Empty(signed.Transaction.Data.ToArray());
        Assert.Equal(Web3, Convert.ToHexStringLower(expected.WithSignature(signed.Signature).Raw.Span));
    }

    // An ERC-20 approval on chain 1 whose payload was built with `cast to-rlp` and hashed with `cast keccak` (Foundry).
    [Fact]
    public void The_signing_hash_of_a_payload_with_calldata_is_the_published_one()
    {
        var data = Convert.FromHexString("095ea7b30000000000000000000000003fc91a3afd70395cd496c647d5a6cc9d4b2b7fad" + new string('f', 64));
        var approval = new Eip1559Transaction(1, 7, 1_000_000_000, 30_000_000_000, 100_000, "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48", 0, data);
        Assert.Equal("09178b7896b44cc0af679dd664e3fd99f3cc46316779d3fd773366f49652d431", Convert.ToHexStringLower(approval.SigningHash()));
    }

    [Fact]
    public void Any_signed_transaction_is_read_back_with_its_signer() => Prop.ForAll<int>(seed =>
    {
        var transaction = Sample(seed);
        var signed = Sign(transaction);
        var read = SignedTransaction.Parse(signed.Raw.Span);
        return read.From == KnownAccount.Address
            && read.Hash == "0x" + Convert.ToHexStringLower(Keccak256.Hash(signed.Raw.Span))
            && read.Transaction with { Data = transaction.Data } == transaction
            && read.Transaction.Data.Span.SequenceEqual(transaction.Data.Span);
    }).Holds();

    [Fact]
    public void Any_changed_bit_is_refused_or_makes_another_transaction_of_another_sender()
    {
        var raw = Sign(Sample(4)).Raw.ToArray();
        for (var i = 0; i < raw.Length; i++)
        {
            var changed = raw.ToArray();
            changed[i] ^= 1;
            try
            {
                var read = SignedTransaction.Parse(changed);
                Assert.NotEqual(KnownAccount.Address, read.From);
            }
            catch (ProofFormatException)
            {
            }
        }
    }

    [Fact]
    public void Cut_lengthened_or_other_transactions_are_refused()
    {
        var raw = Sign(Sample(4)).Raw.ToArray();
        Assert.Throws<ProofFormatException>(() => SignedTransaction.Parse(raw.AsSpan(0, raw.Length - 1)));
        Assert.Throws<ProofFormatException>(() => SignedTransaction.Parse([.. raw, 0]));
        Assert.Throws<ProofFormatException>(() => SignedTransaction.Parse([1, .. raw.AsSpan(1)]));
        Assert.Throws<ProofFormatException>(() => SignedTransaction.Parse([]));
    }

    [Fact]
    public void A_high_s_is_refused_since_no_node_takes_it()
    {
        var signed = Sign(Sample(5));
        var high = signed.Signature.RS.ToArray();
        var s = Secp256k1Point.Order - new BigInteger(high.AsSpan(32), isUnsigned: true, isBigEndian: true);
        s.ToByteArray(isUnsigned: true, isBigEndian: true).CopyTo(high, 64 - s.GetByteCount(isUnsigned: true));
        Assert.Throws<ProofFormatException>(() =>
            signed.Transaction.WithSignature(new RecoverableSignature(high, 1 - signed.Signature.RecoveryId)));
    }

    private static SignedTransaction Sign(Eip1559Transaction transaction)
    {
        var hash = transaction.SigningHash();
        return transaction.WithSignature(Secp256k1.ToRecoverable(KnownAccount.Sign(KnownAccount.PrivateKey, hash), hash, KnownAccount.Address));
    }

    private static Eip1559Transaction Sample(int seed)
    {
        var random = new Random(seed);
        var data = new byte[random.Next(80)];
        random.NextBytes(data);
        return new Eip1559Transaction(
            84532, random.NextInt64(), random.NextInt64(), random.NextInt64() * (BigInteger)random.NextInt64(),
            random.NextInt64(), KnownAccount.Address, random.Next(2) * random.NextInt64(), data);
    }
}
