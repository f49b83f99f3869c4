using System.Numerics;

namespace LearnCoin.Core.Anchoring;

/// <summary>What eth_feeHistory says of the newest blocks, and the tip that follows from it. One rule for every chain adapter.</summary>
/// <param name="BaseFees">Base fees per gas, wei, oldest block first; the last one is the next block's.</param>
/// <param name="Tips">Tip per gas at <see cref="Percentile"/> of each block's gas, wei; 0 where a block held no transaction that pays one.</param>
public sealed record FeeHistory(IReadOnlyList<BigInteger> BaseFees, IReadOnlyList<BigInteger> Tips)
{
    /// <summary>Newest blocks to ask for: 40 s of Base.</summary>
    public const int Blocks = 20;

    /// <summary>Percentile of tips to ask for, weighted by gas.</summary>
    public const double Percentile = 50;

    /// <summary>Tip where neither blocks nor the node say anything, wei: what op-geth suggests on a chain that is not full (DefaultMinSuggestedPriorityFee, 1e6).</summary>
    public static readonly BigInteger FloorTip = 1_000_000;

    /// <summary>
    /// Median over the blocks in which somebody paid a tip; null when there is none. On OP-stack chains every block begins with a deposit
    /// that pays nothing: a block without other transactions says 0, and that is no price.
    /// </summary>
    public BigInteger? MedianTip()
    {
        var paid = Tips.Where(static tip => tip > 0).Order().ToList();
        return paid.Count == 0 ? null : paid[(paid.Count - 1) / 2];
    }

    /// <summary>The fees of the next block.</summary>
    /// <param name="suggestedByNode">Asks eth_maxPriorityFeePerGas, only where no block says anything; null from a node that lacks it.</param>
    /// <exception cref="ChainUnavailableException">There is no base fee.</exception>
    public async ValueTask<ChainFees> FeesAsync(Func<ValueTask<BigInteger?>> suggestedByNode)
    {
        ArgumentNullException.ThrowIfNull(suggestedByNode);
        var baseFee = BaseFees is [.., var next] ? next : throw new ChainUnavailableException("The node's eth_feeHistory has no base fee: is it an EIP-1559 chain?");
        return new ChainFees(baseFee, MedianTip() ?? await suggestedByNode() ?? FloorTip);
    }
}
