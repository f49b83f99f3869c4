using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Telemetry;

/// <summary>How a lane stood when it was looked at, from its rows.</summary>
/// <param name="Lane">Which.</param>
/// <param name="At">When.</param>
/// <param name="Backlog">What waits.</param>
public sealed record LaneFigures(AnchorLane Lane, DateTimeOffset At, LaneBacklog Backlog)
{
    /// <summary>The chain's side; null when the chain did not answer.</summary>
    public ChainFigures? Chain { get; init; }

    /// <summary>Since when there was something to anchor and nothing came into a block for longer than the limit; null when it moves.</summary>
    public DateTimeOffset? StuckSince { get; init; }
}

/// <summary>How a chain and a lane's account on it stood.</summary>
/// <param name="Fees">Today's.</param>
/// <param name="Balance">Of the account, wei.</param>
/// <param name="Head">Newest block; null when the node has none.</param>
/// <param name="CostOfOne">What one anchor costs, with the L1 data fee, wei.</param>
public sealed record ChainFigures(ChainFees Fees, BigInteger Balance, ChainBlock? Head, BigInteger CostOfOne)
{
    /// <summary>Anchors that the account can pay for at these fees.</summary>
    public BigInteger AnchorsLeft => Balance / BigInteger.Max(1, CostOfOne);
}
