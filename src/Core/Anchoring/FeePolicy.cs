using System.Numerics;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Core.Anchoring;

/// <summary>
/// What is paid for an anchor: EIP-1559 fees of the market, raised by the bump rule of nodes' pools, under a ceiling. Pure; all amounts
/// are wei per gas.
/// </summary>
/// <param name="MinTip">Least tip.</param>
/// <param name="MinBaseFee">Base fee that is counted with at least: what the chain's operator lets it fall to.</param>
/// <param name="MaxFee">No transaction is signed with a higher max fee.</param>
/// <param name="BumpAfter">An attempt that no block has taken for this long is replaced by one that pays more.</param>
public sealed record FeePolicy(BigInteger MinTip, BigInteger MinBaseFee, BigInteger MaxFee, TimeSpan BumpAfter)
{
    private const int WeiPerGweiExponent = 9;

    // As op-service/txmgr: five times the market's fee is enough for any transaction; below the threshold nobody minds.
    private const int CeilingFactor = 5;
    private static readonly BigInteger CeilingThreshold = BigInteger.Pow(10, WeiPerGweiExponent);

    public static FeePolicy Of(AnchoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FeePolicy(Wei(options.MinTipGwei), Wei(options.MinBaseFeeGwei), Wei(options.MaxFeeGwei), TimeSpan.FromSeconds(options.BumpAfterSeconds));
    }

    /// <summary>What a new transaction should pay. Twice the base fee lasts six full blocks of the steepest rise (EIP-1559: at most +12.5 % a block).</summary>
    public AnchorFee Suggested(ChainFees market)
    {
        ArgumentNullException.ThrowIfNull(market);
        var tip = BigInteger.Max(market.Tip, MinTip);
        return new AnchorFee((2 * BigInteger.Max(market.BaseFee, MinBaseFee)) + tip, tip);
    }

    /// <summary>Fees of the first transaction; null when the next block's base fee alone is above the ceiling, so that it could not be included.</summary>
    public AnchorFee? First(ChainFees market)
    {
        var suggested = Suggested(market);
        return market.BaseFee + suggested.Tip <= MaxFee ? new AnchorFee(BigInteger.Min(suggested.MaxFee, MaxFee), suggested.Tip) : null;
    }

    /// <summary>The highest max fee that may be signed in this market.</summary>
    public BigInteger Ceiling(ChainFees market) => BigInteger.Min(MaxFee, BigInteger.Max(CeilingThreshold, CeilingFactor * Suggested(market).MaxFee));

    /// <summary>Fees of a replacement: both at least 10 % up, rounded up, as nodes ask for, and not below the market; null when that passes the ceiling.</summary>
    public AnchorFee? Bumped(AnchorFee paid, ChainFees market)
    {
        var ceiling = Ceiling(market);
        var suggested = Suggested(market);
        var (leastFee, leastTip) = (Raised(paid.MaxFee), Raised(paid.Tip));
        if (leastFee > ceiling || leastTip > ceiling)
        {
            return null;
        }

        var maxFee = BigInteger.Min(BigInteger.Max(leastFee, suggested.MaxFee), ceiling);
        return new AnchorFee(maxFee, BigInteger.Min(BigInteger.Max(leastTip, suggested.Tip), maxFee));
    }

    // Nodes want both to be truly higher, also where 10 % of it is nothing.
    private static BigInteger Raised(BigInteger fee) => BigInteger.Max(fee + 1, ((fee * 11) + 9) / 10);

    // A double of gwei is exact to the wei up to millions of gwei.
    private static BigInteger Wei(double gwei) => new(Math.Round(gwei * 1e9));
}
