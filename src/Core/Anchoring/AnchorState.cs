namespace LearnCoin.Core.Anchoring;

/// <summary>Where an anchor stands. The names are stored: never rename one.</summary>
public enum AnchorState
{
    /// <summary>Stored, perhaps sent, perhaps not.</summary>
    Prepared,

    /// <summary>A node has taken it.</summary>
    Submitted,

    /// <summary>In a canonical block: the lane is free again.</summary>
    Included,

    /// <summary>Deep enough for its batches to be anchored. <c>included</c> in the API.</summary>
    Confirmed,

    /// <summary>In a block that the node calls safe.</summary>
    Safe,

    /// <summary>In a block that cannot go any more: nothing is looked at again.</summary>
    Finalized,

    /// <summary>It was in a block that is canonical no more; it is sent again.</summary>
    Reorged,

    /// <summary>In a canonical block, but without effect (status 0). When that block is final, its roots get another anchor.</summary>
    Reverted,

    /// <summary>Another transaction of the account has its nonce. When that one is final, its roots get another anchor.</summary>
    Displaced,

    /// <summary>It certainly has no effect and will have none: its roots wait for another anchor.</summary>
    Failed,
}

/// <summary>What the states have in common.</summary>
public static class AnchorStates
{
    /// <summary>No block has it: it blocks its lane.</summary>
    public static bool IsOpen(this AnchorState state) => state is AnchorState.Prepared or AnchorState.Submitted or AnchorState.Reorged;

    /// <summary>Its root stands in a canonical block, as far as was last seen.</summary>
    public static bool IsMined(this AnchorState state) =>
        state is AnchorState.Included or AnchorState.Confirmed or AnchorState.Safe or AnchorState.Finalized;

    /// <summary>Its batches may be called anchored.</summary>
    public static bool IsAnchored(this AnchorState state) => state.IsMined() && state != AnchorState.Included;

    /// <summary>Nothing can change any more.</summary>
    public static bool IsFinal(this AnchorState state) => state is AnchorState.Finalized or AnchorState.Failed;

    /// <summary>The word of spec/api.md, <c>anchor_transaction.state</c>.</summary>
    public static string ApiName(this AnchorState state) => state switch
    {
        AnchorState.Prepared => "queued",
        AnchorState.Submitted => "submitted",
        AnchorState.Included or AnchorState.Confirmed => "included",
        AnchorState.Safe => "safe",
        AnchorState.Finalized => "finalized",
        AnchorState.Reorged => "reorged",
        AnchorState.Reverted or AnchorState.Displaced or AnchorState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
