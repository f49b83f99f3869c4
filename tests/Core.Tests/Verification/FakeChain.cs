using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Verification;

/// <summary>A chain with one transaction in one block that can be made to fail in every way. The real thing is tested end to end.</summary>
internal sealed class FakeChain : IChain
{
    internal static readonly DateTimeOffset BlockTime = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    internal long Id { get; set; } = 84532;

    internal bool Down { get; set; }

    internal ChainTransaction? Transaction { get; set; }

    internal ChainReceipt? Receipt { get; set; }

    internal ChainBlock? Block { get; set; }

    internal long Latest { get; set; } = 105;

    /// <summary>Puts a root on the chain in block 100.</summary>
    internal void Put(string hash, string from, byte[] root)
    {
        Transaction = new ChainTransaction(hash, from, from, root, BigInteger.Zero, 100, "0xb10c");
        Receipt = new ChainReceipt(hash, "0xb10c", 100, true, 22280, BigInteger.One);
        Block = new ChainBlock(100, "0xb10c", BlockTime);
    }

    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) => Answer(Id);

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken) => Answer(numberOrTag switch
    {
        "latest" => new ChainBlock(Latest, "0x1a7e57", BlockTime.AddMinutes(1)),
        _ => Block is { } block && numberOrTag == "0x" + block.Number.ToString("x", CultureInfo.InvariantCulture) ? block : null,
    });

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) =>
        Answer(Receipt is { } receipt && receipt.TransactionHash == transactionHash ? receipt : null);

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) =>
        Answer(Transaction is { } transaction && transaction.Hash == transactionHash ? transaction : null);

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => throw new NotSupportedException();

    private ValueTask<T> Answer<T>(T value) =>
        Down ? ValueTask.FromException<T>(new ChainUnavailableException("down")) : ValueTask.FromResult(value);
}
