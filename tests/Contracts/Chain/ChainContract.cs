using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Local.Keys;

namespace LearnCoin.Contracts.Chain;

/// <summary>What anchoring needs of <see cref="IChain"/>, run against a real EVM node: each adapter derives from this.</summary>
public abstract class ChainContract
{
    private const long ChainId = 84_532;
    private const string UnknownHash = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private static readonly byte[] Root = [.. Enumerable.Range(1, 32).Select(static number => (byte)number)];

    /// <summary>The adapter under test, on the node of <see cref="FundAsync"/>.</summary>
    protected abstract IChain Chain { get; }

    /// <summary>Gives an account 100 ETH.</summary>
    protected abstract Task FundAsync(string address);

    [Fact]
    public async Task It_tells_the_chain_id() => Assert.Equal(ChainId, await Chain.ChainIdAsync(default));

    [Fact]
    public async Task A_block_is_found_by_its_height_and_by_tags()
    {
        var latest = await Chain.BlockAsync("latest", default);
        Assert.NotNull(latest);
        var same = await Chain.BlockAsync(Hex(latest.Number), default);
        Assert.Equal(latest, same);
        Assert.NotNull(await Chain.BlockAsync("finalized", default));
    }

    [Fact]
    public async Task A_block_that_is_not_there_yet_is_null() => Assert.Null(await Chain.BlockAsync(Hex(1L << 40), default));

    [Fact]
    public async Task Fees_are_positive()
    {
        var fees = await Chain.FeesAsync(default);
        Assert.True(fees.BaseFee > 0);
        Assert.True(fees.Tip >= 0);
    }

    [Fact]
    public async Task Unknown_transactions_have_neither_receipt_nor_body()
    {
        Assert.Null(await Chain.ReceiptAsync(UnknownHash, default));
        Assert.Null(await Chain.TransactionAsync(UnknownHash, default));
    }

    [Fact]
    public async Task A_sent_transaction_is_mined_with_its_calldata_and_counted()
    {
        using var sender = await SenderAsync();
        Assert.Equal(0, await Chain.NonceAsync(sender.Address, "latest", default));
        var signed = await sender.SignAsync(Chain, 0, Root);
        Assert.Equal(SendKind.Accepted, (await Chain.SendRawAsync(signed.Raw, default)).Kind);

        var receipt = await MinedAsync(signed.Hash);
        Assert.True(receipt.Succeeded);
        Assert.Equal(22_280, receipt.GasUsed);
        Assert.True(receipt.EffectiveGasPrice > 0);
        var block = await Chain.BlockAsync(Hex(receipt.BlockNumber), default);
        Assert.Equal(receipt.BlockHash, block!.Hash);

        var transaction = await Chain.TransactionAsync(signed.Hash, default);
        Assert.Equal(Root, transaction!.Input);
        Assert.Equal((sender.Address, sender.Address, BigInteger.Zero), (transaction.From, transaction.To, transaction.Value));
        Assert.Equal((receipt.BlockHash, (long?)receipt.BlockNumber), (transaction.BlockHash, transaction.BlockNumber));
        Assert.Equal(1, await Chain.NonceAsync(sender.Address, "latest", default));
        Assert.True(await Chain.BalanceAsync(sender.Address, default) < BigInteger.Pow(10, 20));
    }

    [Fact]
    public async Task Sending_the_same_again_is_known_or_its_nonce_is_used()
    {
        using var sender = await SenderAsync();
        var signed = await sender.SignAsync(Chain, 0, Root);
        await Chain.SendRawAsync(signed.Raw, default);
        var again = await Chain.SendRawAsync(signed.Raw, default);
        Assert.Contains(again.Kind, new[] { SendKind.AlreadyKnown, SendKind.NonceTooLow });
        await MinedAsync(signed.Hash);
        var afterwards = await Chain.SendRawAsync(signed.Raw, default);
        Assert.Contains(afterwards.Kind, new[] { SendKind.AlreadyKnown, SendKind.NonceTooLow });
    }

    [Fact]
    public async Task A_used_nonce_is_too_low()
    {
        using var sender = await SenderAsync();
        var first = await sender.SignAsync(Chain, 0, Root);
        await Chain.SendRawAsync(first.Raw, default);
        await MinedAsync(first.Hash);
        var other = await sender.SignAsync(Chain, 0, new byte[32]);
        Assert.Equal(SendKind.NonceTooLow, (await Chain.SendRawAsync(other.Raw, default)).Kind);
    }

    [Fact]
    public async Task An_account_without_funds_is_told_so()
    {
        using var sender = new Sender();
        await sender.CreateAsync();
        var signed = await sender.SignAsync(Chain, 0, Root);
        Assert.Equal(SendKind.InsufficientFunds, (await Chain.SendRawAsync(signed.Raw, default)).Kind);
    }

    [Fact]
    public async Task A_replacement_that_pays_no_more_is_underpriced()
    {
        using var sender = await SenderAsync();
        // Nonce 1 waits for nonce 0, so the pool still holds it when the replacement comes.
        await Chain.SendRawAsync((await sender.SignAsync(Chain, 1, Root)).Raw, default);
        var replacement = await sender.SignAsync(Chain, 1, new byte[32]);
        Assert.Equal(SendKind.ReplacementUnderpriced, (await Chain.SendRawAsync(replacement.Raw, default)).Kind);
    }

    private static string Hex(long number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);

    private async Task<Sender> SenderAsync()
    {
        var sender = new Sender();
        await sender.CreateAsync();
        await FundAsync(sender.Address);
        return sender;
    }

    private async Task<ChainReceipt> MinedAsync(string hash)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await Chain.ReceiptAsync(hash, default) is { } receipt)
            {
                return receipt;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The transaction was not mined");
    }

    /// <summary>An account of its own for each test, so that tests do not share nonces.</summary>
    private sealed class Sender : IDisposable
    {
        private const string Name = "sender";
        private readonly TempFolder folder = new();
        private readonly FileKeys keys;

        public Sender() => keys = new FileKeys(folder.File("keys"), null, SystemEntropy.Instance);

        public string Address { get; private set; } = "";

        public async Task CreateAsync()
        {
            await keys.CreateAsync(Name, KeyKind.Secp256k1, default);
            Address = EthereumAddress.FromPublicKey(await keys.PublicKeyAsync(Name, default));
        }

        public async Task<SignedTransaction> SignAsync(IChain chain, long nonce, byte[] data)
        {
            var fees = await chain.FeesAsync(default);
            var transaction = new Eip1559Transaction(
                ChainId, nonce, fees.Tip, (2 * fees.BaseFee) + fees.Tip, 25_000, Address, BigInteger.Zero, data);
            var digest = transaction.SigningHash();
            return transaction.WithSignature(Secp256k1.ToRecoverable(await keys.SignDigestAsync(Name, digest, default), digest, Address));
        }

        public void Dispose()
        {
            keys.Dispose();
            folder.Dispose();
        }
    }
}
