using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Api.Tests.Host;

/// <summary>A chain in memory: every good transaction gets a block of its own at once, unless it is held back.</summary>
public sealed class ScriptedChain(long chainId) : IChain
{
    private const long FirstBlock = 1_000;

    private readonly Lock gate = new();
    private readonly List<SignedTransaction> mined = [];
    private readonly List<SignedTransaction> pending = [];
    private readonly DateTimeOffset started = TimeProvider.System.GetUtcNow();

    /// <summary>While set, what is sent waits.</summary>
    public bool Holds { get; set; }

    /// <summary>While set, the chain cannot be reached.</summary>
    public bool IsDown { get; set; }

    /// <summary>Of every account but those of <see cref="Balances"/>, wei.</summary>
    public BigInteger Balance { get; set; } = BigInteger.Pow(10, 18);

    public int Sent { get; private set; }

    /// <summary>Balances of single accounts, wei.</summary>
    public Dictionary<string, BigInteger> Balances { get; } = [];

    public IReadOnlyList<SignedTransaction> Mined
    {
        get
        {
            lock (gate)
            {
                return [.. mined];
            }
        }
    }

    private long Head => FirstBlock + mined.Count;

    private long CountOf(string address) => mined.Count(known => known.From == address);

    public void Release()
    {
        lock (gate)
        {
            Holds = false;
            mined.AddRange(pending);
            pending.Clear();
        }
    }

    public ValueTask<long> ChainIdAsync(CancellationToken cancellationToken) => ValueTask.FromResult(chainId);

    public ValueTask<ChainBlock?> BlockAsync(string numberOrTag, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (gate)
        {
            var number = numberOrTag.StartsWith("0x", StringComparison.Ordinal)
                ? long.Parse(numberOrTag.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : Head;
            return ValueTask.FromResult(number > Head ? null : new ChainBlock(number, HashOf(number), started.AddSeconds(number - FirstBlock)));
        }
    }

    public ValueTask<ChainFees> FeesAsync(CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return ValueTask.FromResult(new ChainFees(7, 3));
    }

    public ValueTask<long> NonceAsync(string address, string tag, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult(CountOf(address));
        }
    }

    public ValueTask<BigInteger> BalanceAsync(string address, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Balances.GetValueOrDefault(address, Balance));

    public ValueTask<SendOutcome> SendRawAsync(ReadOnlyMemory<byte> rawTransaction, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        var transaction = SignedTransaction.Parse(rawTransaction.Span);
        lock (gate)
        {
            Sent++;
            var kind = transaction.Transaction.ChainId != chainId ? SendKind.Refused
                : mined.Concat(pending).Any(known => known.Hash == transaction.Hash) ? SendKind.AlreadyKnown
                : transaction.Transaction.Nonce < CountOf(transaction.From) ? SendKind.NonceTooLow
                : transaction.Transaction.Nonce > CountOf(transaction.From) ? SendKind.NonceTooHigh
                : SendKind.Accepted;
            if (kind == SendKind.Accepted)
            {
                (Holds ? pending : mined).Add(transaction);
            }

            return ValueTask.FromResult(new SendOutcome(kind, ""));
        }
    }

    public ValueTask<ChainReceipt?> ReceiptAsync(string transactionHash, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (gate)
        {
            var index = mined.FindIndex(known => known.Hash == transactionHash);
            return ValueTask.FromResult(index < 0
                ? null
                : new ChainReceipt(transactionHash, HashOf(FirstBlock + 1 + index), FirstBlock + 1 + index, true, mined[index].Transaction.GasLimit, 10));
        }
    }

    public ValueTask<ChainTransaction?> TransactionAsync(string transactionHash, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (gate)
        {
            var index = mined.FindIndex(known => known.Hash == transactionHash);
            if (index < 0)
            {
                return ValueTask.FromResult<ChainTransaction?>(null);
            }

            var (found, number) = (mined[index], FirstBlock + 1 + index);
            return ValueTask.FromResult<ChainTransaction?>(new ChainTransaction(
                found.Hash, found.From, found.Transaction.To, found.Transaction.Data.ToArray(), found.Transaction.Value, number, HashOf(number)));
        }
    }

    public ValueTask<byte[]> CallAsync(string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return ValueTask.FromResult<byte[]>([]);
    }

    public ValueTask<long> EstimateGasAsync(string from, string to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return ValueTask.FromResult(IntrinsicGasOf(data.Span));
    }

    // EIP-2028: 21,000, and 16 for each byte that is not zero, 4 for each that is.
    private static long IntrinsicGasOf(ReadOnlySpan<byte> data) => 21_000 + (16L * data.Length) - (12L * data.Count((byte)0));

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new ChainUnavailableException("down");
        }
    }

    private string HashOf(long number) =>
        "0x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{chainId}/{number}")));
}
