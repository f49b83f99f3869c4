namespace LearnCoin.Core.Anchoring;

/// <summary>What to do about an anchor now.</summary>
public enum AnchorStep
{
    /// <summary>Look again later.</summary>
    Wait,

    /// <summary>Send the newest attempt again.</summary>
    Rebroadcast,

    /// <summary>Sign, store and send an attempt that pays more.</summary>
    Bump,

    /// <summary>It would have to pay more than the ceiling allows: wait, and tell.</summary>
    HoldAtCeiling,

    /// <summary>Nonces below it are used by nobody: use them up.</summary>
    FillGap,

    /// <summary>Enter the state and the block that were seen.</summary>
    Enter,

    /// <summary>It was in a block and is no more: its batches are taken back, it is sent again.</summary>
    Reorged,

    /// <summary>In a canonical block without effect.</summary>
    Reverted,

    /// <summary>Another transaction of the account has its nonce.</summary>
    Displaced,

    /// <summary>Final without effect: its roots wait for another anchor.</summary>
    Fail,
}

/// <param name="Step">What to do.</param>
/// <param name="State">For <see cref="AnchorStep.Enter"/>: the state to enter.</param>
/// <param name="Fee">For <see cref="AnchorStep.Bump"/>: the fees to pay.</param>
public readonly record struct AnchorVerdict(AnchorStep Step, AnchorState State = default, AnchorFee Fee = default);

/// <summary>The pure decision about an anchor (architecture.md, "Anchoring rules"): no I/O, no clock of its own.</summary>
public static class AnchorDecision
{
    /// <summary>A transaction that no block has taken for this long is sent again: mempools forget.</summary>
    public static readonly TimeSpan RebroadcastAfter = TimeSpan.FromSeconds(20);

    /// <summary>Two blocks of Base: the earliest that a transaction under the base fee, or one that the node called too cheap, is replaced.</summary>
    public static readonly TimeSpan EarliestBump = TimeSpan.FromSeconds(4);

    /// <summary>Looks that must agree before a nonce counts as used by another, or as missing: nodes behind one address lag (op-service/txmgr waits for 3).</summary>
    public const int LooksNeeded = 4;

    /// <summary>Attempts of one anchor, so that it fits into a row. With +10 % each, fees have risen three-hundredfold by then.</summary>
    public const int MaxAttempts = 60;

    /// <param name="anchor">As stored.</param>
    /// <param name="seen">The newest look.</param>
    /// <param name="confirmationsNeeded">Blocks, the including one counted.</param>
    /// <param name="policy">What may be paid.</param>
    public static AnchorVerdict Decide(AnchorRecord anchor, AnchorObservation seen, int confirmationsNeeded, FeePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(policy);
        return anchor.State.IsFinal() ? new(AnchorStep.Wait)
            : seen.Canonical is { } sighting ? OfMined(anchor, seen, sighting, confirmationsNeeded)
            : anchor.State.IsOpen() ? OfOpen(anchor, seen, policy)
            : anchor.State == AnchorState.Displaced ? OfDisplaced(anchor, seen)
            : OfLost(anchor, seen);
    }

    private static AnchorVerdict OfMined(AnchorRecord anchor, AnchorObservation seen, AnchorSighting sighting, int confirmationsNeeded)
    {
        var height = sighting.Receipt.BlockNumber;
        var isFinal = height <= seen.Finalized;
        if (!sighting.Receipt.Succeeded)
        {
            // One block cannot have it both ways: the node contradicts what was seen, and to believe it would give the root a second nonce.
            return anchor.State.IsMined() && sighting.Receipt.BlockHash == anchor.Block?.Hash ? new(AnchorStep.Wait)
                // Also where that block is final by now, after an outage: its batches were told, and are taken back before it may fail.
                : anchor.State.IsAnchored() ? new(AnchorStep.Reorged)
                : isFinal ? new(AnchorStep.Fail)
                : new(anchor.State == AnchorState.Reverted ? AnchorStep.Wait : AnchorStep.Reverted);
        }

        var depth = seen.Head - height + 1;
        var state = isFinal ? AnchorState.Finalized
            : height <= seen.Safe ? AnchorState.Safe
            : depth >= confirmationsNeeded ? AnchorState.Confirmed
            : AnchorState.Included;
        // The batches were told of this transaction and this depth: another transaction, or less depth in another block, is news to them.
        var isMoved = sighting.Receipt.BlockHash != anchor.Block?.Hash;
        if (anchor.State.IsAnchored() && (sighting.Hash != anchor.MinedHash || (isMoved && state == AnchorState.Included)))
        {
            return new(AnchorStep.Reorged);
        }

        // The safe head is not asked for at each look, and steps back with a reorg only.
        var next = !isMoved && anchor.State.IsMined() && anchor.State > state ? anchor.State : state;
        return next == anchor.State && !isMoved ? new(AnchorStep.Wait) : new(AnchorStep.Enter, next);
    }

    private static AnchorVerdict OfOpen(AnchorRecord anchor, AnchorObservation seen, FeePolicy policy)
    {
        if (seen.AccountNonce > anchor.Nonce)
        {
            return new(seen.UsedLooks >= LooksNeeded ? AnchorStep.Displaced : AnchorStep.Wait);
        }

        if (seen.GapLooks >= LooksNeeded)
        {
            return new(AnchorStep.FillGap);
        }

        if (seen.SinceSent is null)
        {
            return new(AnchorStep.Rebroadcast);
        }

        if (seen.Market is { } market && IsBumpDue(anchor, seen, market, policy))
        {
            return policy.Bumped(anchor.Newest.Fee, market) is { } fee && anchor.Attempts.Count < MaxAttempts ? new(AnchorStep.Bump, Fee: fee)
                : IsDue(anchor, seen) ? new(AnchorStep.Rebroadcast)
                : new(AnchorStep.HoldAtCeiling);
        }

        return new(IsDue(anchor, seen) ? AnchorStep.Rebroadcast : AnchorStep.Wait);
    }

    // No node has taken a prepared one yet.
    private static bool IsDue(AnchorRecord anchor, AnchorObservation seen) =>
        seen.SinceSent >= (anchor.State == AnchorState.Prepared ? EarliestBump : RebroadcastAfter);

    /// <summary>Whether a look at an open anchor should ask for the market.</summary>
    public static bool NeedsMarket(TimeSpan sinceAttempt) => sinceAttempt >= EarliestBump;

    private static bool IsBumpDue(AnchorRecord anchor, AnchorObservation seen, ChainFees market, FeePolicy policy) =>
        seen.SinceAttempt >= policy.BumpAfter
        || (seen.SinceAttempt >= EarliestBump
            && (market.BaseFee > anchor.Newest.MaxFee
                || seen.LastRefusal is SendKind.Underpriced or SendKind.ReplacementUnderpriced));

    private static AnchorVerdict OfDisplaced(AnchorRecord anchor, AnchorObservation seen) =>
        seen.AccountNonce <= anchor.Nonce ? new(AnchorStep.Reorged)
        : seen.FinalNonce > anchor.Nonce ? new(AnchorStep.Fail)
        : new(AnchorStep.Wait);

    /// <summary>It was in a block, and no receipt says so any more. Only another block at that height proves it: a node that lags knows no better.</summary>
    private static AnchorVerdict OfLost(AnchorRecord anchor, AnchorObservation seen) =>
        new(seen.BlockThere is { } there && there.Hash != anchor.Block?.Hash ? AnchorStep.Reorged : AnchorStep.Wait);
}
