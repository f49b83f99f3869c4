namespace LearnCoin.Core.Anchoring;

/// <summary>What was seen of an anchor's transaction in one look.</summary>
/// <param name="Receipt">The node's receipt, or null.</param>
/// <param name="CanonicalHash">Hash of the canonical block at the receipt's height; null without a receipt or such a block.</param>
/// <param name="Head">Height of the newest block.</param>
public sealed record AnchorObservation(ChainReceipt? Receipt, string? CanonicalHash, long Head)
{
    /// <summary>Timestamp of that canonical block.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>A receipt alone proves nothing (nodes answer preconfirmed ones): its block must be the canonical one at that height.</summary>
    public bool IsIncluded => Receipt is not null && Receipt.BlockHash == CanonicalHash && Head >= Receipt.BlockNumber;

    /// <summary>Depth, the including block counted; 0 when not included.</summary>
    public long Confirmations => IsIncluded ? Head - Receipt!.BlockNumber + 1 : 0;
}

public enum AnchorStep
{
    /// <summary>Look again later.</summary>
    Wait,

    /// <summary>Send the stored transaction again.</summary>
    Rebroadcast,

    /// <summary>In a canonical block, not yet deep enough.</summary>
    Included,

    /// <summary>Deep enough.</summary>
    Confirmed,

    /// <summary>Mined and reverted: cannot happen to a plain self-send, so a human must look.</summary>
    Reverted,
}

/// <summary>The pure decision about an anchor: no I/O, no clock of its own.</summary>
public static class AnchorDecision
{
    /// <summary>A transaction that no block has taken for this long is sent again: mempools forget.</summary>
    public static readonly TimeSpan RebroadcastAfter = TimeSpan.FromSeconds(20);

    /// <param name="seen">The newest look.</param>
    /// <param name="confirmationsNeeded">Blocks, the including one counted.</param>
    /// <param name="sinceBroadcast">Time since the last broadcast.</param>
    public static AnchorStep Decide(AnchorObservation seen, int confirmationsNeeded, TimeSpan sinceBroadcast)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (!seen.IsIncluded)
        {
            return sinceBroadcast >= RebroadcastAfter ? AnchorStep.Rebroadcast : AnchorStep.Wait;
        }

        if (!seen.Receipt!.Succeeded)
        {
            return AnchorStep.Reverted;
        }

        return seen.Confirmations >= confirmationsNeeded ? AnchorStep.Confirmed : AnchorStep.Included;
    }
}
