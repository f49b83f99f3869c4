using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>
/// Makes a scripted node mine: a pool with the replacement rule of geth (both fees at least a tenth up), a block every two seconds of the
/// lane's clock, nonces in order, no transaction below the base fee.
/// </summary>
internal sealed class Miner
{
    private static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(2);

    private readonly Lane lane;
    private readonly Dictionary<long, SignedTransaction> pool = [];
    private DateTimeOffset next;

    private Miner(Lane lane)
    {
        this.lane = lane;
        next = lane.Clock.GetUtcNow() + BlockTime;
        lane.Node.OnSend = Take;
        lane.Chain.Before = _ => Tick();
    }

    /// <summary>What is in the chain: by nonce, with its block.</summary>
    public SortedDictionary<long, (SignedTransaction Transaction, long Block)> Mined { get; } = [];

    /// <summary>No blocks are made while set.</summary>
    public bool IsStalled { get; set; }

    /// <summary>Blocks behind the newest one until a block is final; null: nothing becomes final.</summary>
    public long? FinalDepth { get; set; }

    /// <summary>Answers of the pool that were not a yes.</summary>
    public List<SendKind> Refusals { get; } = [];

    public static Miner Start(Lane lane) => new(lane);

    /// <summary>Makes the blocks whose time has come.</summary>
    public void Tick()
    {
        // A clock that is set back does not stop a chain.
        var soonest = lane.Clock.GetUtcNow() + BlockTime;
        next = next < soonest ? next : soonest;
        for (; next <= lane.Clock.GetUtcNow(); next += BlockTime)
        {
            if (!IsStalled)
            {
                MineBlock();
            }
        }
    }

    public void MineBlock()
    {
        var node = lane.Node;
        node.Head++;
        while (pool.TryGetValue(node.Nonce, out var transaction) && transaction.Transaction.MaxFeePerGas >= node.Fees.BaseFee)
        {
            pool.Remove(node.Nonce);
            Put(transaction);
        }

        if (FinalDepth is { } depth)
        {
            node.Safe = node.Head - (depth / 2);
            node.Finalized = node.Head - depth;
            node.FinalNonce = Mined.Count(mined => mined.Value.Block <= node.Finalized);
        }
    }

    /// <summary>Another transaction takes the account's next nonce.</summary>
    public void Foreign()
    {
        lane.Node.Head++;
        pool.Remove(lane.Node.Nonce);
        Mined[lane.Node.Nonce] = (null!, lane.Node.Head);
        lane.Node.Nonce++;
    }

    /// <summary>Puts a transaction into the newest block, whatever the pool holds.</summary>
    public void Put(SignedTransaction transaction)
    {
        var node = lane.Node;
        node.Mine(transaction.Hash, node.Head);
        Mined[node.Nonce] = (transaction, node.Head);
        node.Nonce++;
    }

    /// <summary>The blocks from this one on are gone, and what was in them is forgotten, by the pool too.</summary>
    public void Reorganize(long block)
    {
        lane.Node.Reorganize(block);
        foreach (var nonce in Mined.Where(mined => mined.Value.Block >= block).Select(static mined => mined.Key).ToList())
        {
            Mined.Remove(nonce);
            lane.Node.Nonce = Math.Min(lane.Node.Nonce, nonce);
        }

        pool.Clear();
    }

    private SendKind Take(SignedTransaction transaction)
    {
        var kind = Judge(transaction);
        if (kind == SendKind.Accepted)
        {
            pool[transaction.Transaction.Nonce] = transaction;
        }
        else
        {
            Refusals.Add(kind);
        }

        return kind;
    }

    private SendKind Judge(SignedTransaction signed)
    {
        var (transaction, nonce) = (signed.Transaction, lane.Node.Nonce);
        if (transaction.Nonce < nonce)
        {
            return Mined.TryGetValue(transaction.Nonce, out var mined) && mined.Transaction?.Hash == signed.Hash ? SendKind.AlreadyKnown : SendKind.NonceTooLow;
        }

        return !pool.TryGetValue(transaction.Nonce, out var known) ? SendKind.Accepted
            : known.Hash == signed.Hash ? SendKind.AlreadyKnown
            : IsRaised(known.Transaction.MaxFeePerGas, transaction.MaxFeePerGas) && IsRaised(known.Transaction.MaxPriorityFeePerGas, transaction.MaxPriorityFeePerGas) ? SendKind.Accepted
            : SendKind.ReplacementUnderpriced;
    }

    private static bool IsRaised(BigInteger from, BigInteger to) => to > from && to * 10 >= from * 11;
}
