using System.Numerics;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>A signed EIP-1559 transaction: what is stored before it is sent.</summary>
/// <param name="Transaction">The fields.</param>
/// <param name="Signature">Signature of the sender.</param>
/// <param name="Raw">The bytes that are broadcast.</param>
/// <param name="Hash">Keccak-256 of <paramref name="Raw"/>, lower-case hex with 0x.</param>
/// <param name="From">Address recovered from the signature, lower-case hex with 0x.</param>
public sealed record SignedTransaction(
    Eip1559Transaction Transaction, RecoverableSignature Signature, ReadOnlyMemory<byte> Raw, string Hash, string From)
{
    private const int WordBytes = 32;

    /// <exception cref="ProofFormatException">Not the exact encoding of an EIP-1559 transaction with an empty access list and a low s.</exception>
    public static SignedTransaction Parse(ReadOnlySpan<byte> raw)
    {
        if (raw is not [Eip1559Transaction.Type, ..])
        {
            throw new ProofFormatException("Not an EIP-1559 transaction");
        }

        var outer = new RlpReader(raw[1..]);
        var fields = outer.ReadList();
        outer.ExpectEnd();
        var transaction = ReadFields(ref fields);
        var signature = ReadSignature(ref fields);
        fields.ExpectEnd();
        return Secp256k1.HasLowS(signature.RS.Span) && Secp256k1.TryRecover(signature, transaction.SigningHash(), out var publicKey)
            ? new SignedTransaction(
                transaction,
                signature,
                raw.ToArray(),
                "0x" + Convert.ToHexStringLower(Keccak256.Hash(raw)),
                EthereumAddress.FromPublicKey(publicKey))
            : throw new ProofFormatException("No key can have made the signature of the transaction");
    }

    private static Eip1559Transaction ReadFields(ref RlpReader fields)
    {
        var chainId = ReadInt64(ref fields);
        var nonce = ReadInt64(ref fields);
        var tip = fields.ReadInteger(WordBytes);
        var maxFee = fields.ReadInteger(WordBytes);
        var gasLimit = ReadInt64(ref fields);
        var to = ReadReceiver(ref fields);
        var value = fields.ReadInteger(WordBytes);
        var data = fields.ReadBytes().ToArray();
        fields.ReadList().ExpectEnd();
        return new Eip1559Transaction(chainId, nonce, tip, maxFee, gasLimit, to, value, data);
    }

    private static RecoverableSignature ReadSignature(ref RlpReader fields)
    {
        var recoveryId = fields.ReadInteger(1);
        var rs = new byte[Secp256k1.SignatureBytes];
        WriteWord(fields.ReadInteger(WordBytes), rs.AsSpan(0, WordBytes));
        WriteWord(fields.ReadInteger(WordBytes), rs.AsSpan(WordBytes));
        return new RecoverableSignature(rs, (int)recoveryId);
    }

    private static string? ReadReceiver(ref RlpReader fields)
    {
        var to = fields.ReadBytes();
        return to.Length switch
        {
            0 => null,
            EthereumAddress.Bytes => "0x" + Convert.ToHexStringLower(to),
            _ => throw new ProofFormatException("Receiver of a transaction is not 20 bytes"),
        };
    }

    private static long ReadInt64(ref RlpReader fields)
    {
        var value = fields.ReadInteger(sizeof(long));
        return value <= long.MaxValue ? (long)value : throw new ProofFormatException("A number of a transaction is too large");
    }

    private static void WriteWord(BigInteger value, Span<byte> word) =>
        value.TryWriteBytes(word[(WordBytes - value.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
}
