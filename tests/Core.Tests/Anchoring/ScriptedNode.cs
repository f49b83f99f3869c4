using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>A node whose every answer the test sets.</summary>
internal sealed class ScriptedNode : IChain
{
    public long ChainId { get; set; } = 84_532;

    public long Nonce { get; set; }

    public long Head { get; set; } = 100;

    public ChainFees Fees { get; set; } = new(1_000, 10);

    /// <summary>Wei; null: no answer.</summary>
    public BigInteger? Balance { get; set; } = BigInteger.One;

    public Dictionary<string, ChainReceipt> Receipts { get; } = [];

    public List<byte[]> Sent { get; } = [];

    /// <summary>Answers a broadcast; may throw.</summary>
    public Func<SignedTransaction, SendKind> OnSend { get; set; } = static _ => SendKind.Accepted;

    /// <summary>Answers contract calls; no contract anywhere unless a test puts one.</summary>
    public Func<string, ReadOnlyMemory<byte>, byte[]> OnCall { get; set; } = static (_, _) => [];

    /// <summary>Answers gas estimates by calldata; may throw.</summary>
    public Func<ReadOnlyMemory<byte>, long> OnEstimate { get; set; } = static data => IntrinsicGas.Of(data.Span);

    public static string HashOf(long block) => "0x" + block.ToString("x64", CultureInfo.InvariantCulture);

    /// <summary>Puts a stored transaction into a block.</summary>
    public void Mine(AnchorRecord anchor, long block, bool succeeded = true, string? blockHash = null)
    {
        Receipts[anchor.Hash] = new ChainReceipt(anchor.Hash, blockHash ?? HashOf(block), block, succeeded, 22_280, 1_010);
        Head = Math.Max(Head, block);
    }

    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ChainId);

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken)
    {
        var number = numberOrTag == "latest" ? Head : long.Parse(numberOrTag.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return ValueTask.FromResult(number > Head ? null : new ChainBlock(number, HashOf(number), DateTimeOffset.UnixEpoch.AddSeconds(number)));
    }

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Fees);

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) => ValueTask.FromResult(Nonce);

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) => Balance is { } wei
        ? ValueTask.FromResult(wei)
        : throw new ChainUnavailableException("scripted");

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken)
    {
        Sent.Add(rawTransaction.ToArray());
        return ValueTask.FromResult(new SendOutcome(OnSend(SignedTransaction.Parse(rawTransaction.Span)), ""));
    }

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Receipts.GetValueOrDefault(transactionHash));

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ChainTransaction?>(null);

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => ValueTask.FromResult(OnCall(to, data));

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        ValueTask.FromResult(OnEstimate(data));
}
