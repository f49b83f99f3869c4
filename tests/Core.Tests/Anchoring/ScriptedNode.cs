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

    /// <summary>Transactions of the account in final blocks.</summary>
    public long FinalNonce { get; set; }

    /// <summary>Null: the chain has no such tag.</summary>
    public long? Safe { get; set; }

    /// <summary>Null: the chain has no such tag.</summary>
    public long? Finalized { get; set; }

    /// <summary>Blocks from this one on are of another branch.</summary>
    public long ForkAt { get; set; } = long.MaxValue;

    /// <summary>Which branch: changes the hashes from <see cref="ForkAt"/> on.</summary>
    public int Fork { get; set; }

    public long Head { get; set; } = 100;

    public ChainFees Fees { get; set; } = new(1_000, 10);

    /// <summary>Wei; null: no answer.</summary>
    public BigInteger? Balance { get; set; } = BigInteger.Pow(10, 18);

    public Dictionary<string, ChainReceipt> Receipts { get; } = [];

    public List<byte[]> Sent { get; } = [];

    /// <summary>Answers a broadcast; may throw.</summary>
    public Func<SignedTransaction, SendKind> OnSend { get; set; } = static _ => SendKind.Accepted;

    /// <summary>Answers contract calls; no contract anywhere unless a test puts one.</summary>
    public Func<string, ReadOnlyMemory<byte>, byte[]> OnCall { get; set; } = static (_, _) => [];

    /// <summary>Answers gas estimates by calldata; may throw.</summary>
    public Func<ReadOnlyMemory<byte>, long> OnEstimate { get; set; } = static data => IntrinsicGas.Of(data.Span);

    public static string HashOf(long block) => "0x" + block.ToString("x64", CultureInfo.InvariantCulture);

    public string CanonicalHashOf(long block) => block < ForkAt ? HashOf(block) : "0x" + Fork.ToString("x8", CultureInfo.InvariantCulture) + block.ToString("x56", CultureInfo.InvariantCulture);

    /// <summary>Another branch from <paramref name="block"/> on, that holds none of the transactions of before.</summary>
    public void Reorganize(long block)
    {
        ForkAt = Math.Min(ForkAt, block);
        Fork++;
        foreach (var (hash, _) in Receipts.Where(receipt => receipt.Value.BlockNumber >= block).ToList())
        {
            Receipts.Remove(hash);
        }
    }

    /// <summary>Puts a stored transaction into a block.</summary>
    public void Mine(AnchorRecord anchor, long block, bool succeeded = true, string? blockHash = null)
    {
        Mine(anchor.Hash, block, succeeded, blockHash);
    }

    /// <summary>Puts any transaction into a block.</summary>
    public void Mine(string hash, long block, bool succeeded = true, string? blockHash = null)
    {
        Receipts[hash] = new ChainReceipt(hash, blockHash ?? CanonicalHashOf(block), block, succeeded, 22_280, 1_010);
        Head = Math.Max(Head, block);
    }

    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ChainId);

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken)
    {
        long? number = numberOrTag switch
        {
            "latest" => Head,
            "safe" => Safe,
            "finalized" => Finalized,
            _ => long.Parse(numberOrTag.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        };
        return ValueTask.FromResult(number is { } height && height <= Head ? new ChainBlock(height, CanonicalHashOf(height), DateTimeOffset.UnixEpoch.AddSeconds(height)) : null);
    }

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Fees);

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) => ValueTask.FromResult(tag == "finalized" ? FinalNonce : Nonce);

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
