using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring.Endpoints;

/// <summary>An RPC endpoint that answers, lies, lags, hangs or is down as the test says, and counts what is asked of it.</summary>
internal sealed class TestEndpoint : IChain
{
    private int calls;

    public long ChainId { get; set; } = 84_532;

    public long Head { get; set; } = 100;

    public bool IsDown { get; set; }

    public bool Hangs { get; set; }

    /// <summary>Answers each call as a node does that cannot answer this question.</summary>
    public bool KnowsNothing { get; set; }

    /// <summary>Answers each call with something that its adapter breaks on.</summary>
    public bool IsStrange { get; set; }

    /// <summary>How far off it tells the times of blocks.</summary>
    public TimeSpan TimeLie { get; set; }

    /// <summary>Blocks of a fork of its own.</summary>
    public bool IsOnFork { get; set; }

    public Dictionary<string, ChainReceipt> Receipts { get; } = [];

    public Dictionary<string, ChainTransaction> Transactions { get; } = [];

    public long Nonce { get; set; } = 5;

    public BigInteger Balance { get; set; } = 1_000;

    public ChainFees Fees { get; set; } = new(100, 10);

    public SendKind OnSend { get; set; } = SendKind.Accepted;

    public Func<byte[]> OnCall { get; set; } = static () => [];

    public List<byte[]> Sent { get; } = [];

    /// <summary>Calls of any kind, the chain id's too.</summary>
    public int Calls => Volatile.Read(ref calls);

    public string HashOf(long number) => (IsOnFork ? "0xf" : "0xb") + number.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Has the transaction in that block.</summary>
    public void Put(string hash, long block) => Receipts[hash] = new ChainReceipt(hash, HashOf(block), block, true, 22_280, 7);

    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) => AnswerAsync(() => ChainId, cancellationToken);

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken)
    {
        return AnswerAsync(Find, cancellationToken);

        ChainBlock? Find()
        {
            var number = numberOrTag switch
            {
                "latest" => Head,
                "finalized" => Head - 50,
                _ => long.Parse(numberOrTag.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            };
            return number > Head || number < 0 ? null : new ChainBlock(number, HashOf(number), DateTimeOffset.UnixEpoch.AddSeconds(number) + TimeLie);
        }
    }

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken) => AnswerAsync(() => Fees, cancellationToken);

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken) => AnswerAsync(() => Nonce, cancellationToken);

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) => AnswerAsync(() => Balance, cancellationToken);

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken) => AnswerAsync(
        () =>
        {
            Sent.Add(rawTransaction.ToArray());
            return new SendOutcome(OnSend, "");
        },
        cancellationToken);

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken) =>
        AnswerAsync(() => Receipts.GetValueOrDefault(transactionHash) is { } receipt && receipt.BlockNumber <= Head ? receipt : null, cancellationToken);

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken) =>
        AnswerAsync(() => Transactions.GetValueOrDefault(transactionHash), cancellationToken);

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => AnswerAsync(OnCall, cancellationToken);

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        AnswerAsync(() => 22_280L + OnCall().Length, cancellationToken);

    private async ValueTask<T> AnswerAsync<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return IsDown ? throw new ChainUnavailableException("scripted")
            : IsStrange ? throw new ArgumentOutOfRangeException(nameof(answer), "https://secret.example")
            : KnowsNothing ? throw new ChainUnavailableException("scripted") { EndpointIsUp = true }
            : answer();
    }
}
