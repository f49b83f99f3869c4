using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Anchoring;

/// <summary>Where a lane stands: the row that every change of its nonces goes through.</summary>
/// <param name="NextNonce">Nonce after the last one used, 0 on a new lane.</param>
/// <param name="OpenNonce">The lowest anchor that is in no block; null when the lane is free.</param>
/// <param name="Etag">ETag of the head row; null when there is none yet.</param>
public sealed record LaneHead(long NextNonce, long? OpenNonce, string? Etag)
{
    // Of stores of before there was finality: as many nonces as can have been under way, many times over.
    private const long UntrackedNonces = 1000;

    /// <summary>When the lane last saw an anchor of its own in a block; null before the first.</summary>
    public DateTimeOffset? LastIncludedAt { get; init; }

    /// <summary>All anchors below are settled.</summary>
    public long TrackedFrom { get; init; }

    /// <summary>The anchor whose roots still stand among the waiting ones.</summary>
    public long? UnsettledNonce { get; init; }

    /// <summary>The lane found nothing and sleeps.</summary>
    public bool IsIdle { get; init; }

    /// <summary>Why the lane stands still; null when it does not.</summary>
    public LanePause? Pause { get; init; }

    /// <summary>Height of the newest block, as of the last sweep that saw everything.</summary>
    public long? SeenBlock { get; init; }

    /// <summary>Its hash: while it is canonical, so is all that was seen below it.</summary>
    public string? SeenHash { get; init; }

    internal const string RowKey = "head";

    internal Row ToRow(string lane) => new Row(lane, RowKey)
        .Set("next_nonce", NextNonce)
        .Set("open_nonce", OpenNonce)
        .Set("included_at", LastIncludedAt)
        .Set("tracked_from", TrackedFrom)
        .Set("unsettled_nonce", UnsettledNonce)
        .Set("idle", IsIdle ? true : null)
        .Set("pause", Pause?.Reason)
        .Set("paused_at", Pause?.Since)
        .Set("seen_block", SeenBlock)
        .Set("seen_hash", SeenHash);

    internal static LaneHead From(Row? row)
    {
        var next = row?.Int64("next_nonce") ?? 0;
        return new LaneHead(next, row?.Int64("open_nonce"), row?.Etag)
        {
            LastIncludedAt = row?.Time("included_at"),
            TrackedFrom = row?.Int64("tracked_from") ?? Math.Max(0, next - UntrackedNonces),
            UnsettledNonce = row?.Int64("unsettled_nonce"),
            IsIdle = row?.Flag("idle") ?? false,
            Pause = row?.Text("pause") is { } reason ? new LanePause(reason, row.RequiredTime("paused_at")) : null,
            SeenBlock = row?.Int64("seen_block"),
            SeenHash = row?.Text("seen_hash"),
        };
    }
}

/// <summary>A lane that stands still, retried all the while.</summary>
/// <param name="Reason">One of <see cref="PauseReasons"/>.</param>
/// <param name="Since">Since when.</param>
public sealed record LanePause(string Reason, DateTimeOffset Since);

/// <summary>Values of <see cref="LanePause.Reason"/>. Stored and matched on by operators' rules: never rename one.</summary>
public static class PauseReasons
{
    /// <summary>The market asks for more than <c>Anchoring:MaxFeeGwei</c>.</summary>
    public const string FeeCeiling = "fee_ceiling";

    /// <summary>The account cannot pay for one anchor.</summary>
    public const string Balance = "balance";

    /// <summary>No usable answer from the chain's endpoints.</summary>
    public const string ChainUnavailable = "chain_unavailable";

    /// <summary>The key store does not sign.</summary>
    public const string KeyUnavailable = "key_unavailable";

    /// <summary>The nodes refuse the transaction for a reason that is none of the above.</summary>
    public const string Refused = "refused";
}

/// <param name="Waiting">Roots that no anchor has taken yet.</param>
/// <param name="StillSince">Since when there was something to anchor and nothing was; null when there is nothing.</param>
public sealed record LaneBacklog(int Waiting, DateTimeOffset? StillSince)
{
    /// <summary>Since when the oldest root waits or the open anchor is under way; null when there is nothing.</summary>
    public DateTimeOffset? OldestSince { get; init; }

    /// <summary>When the oldest of the waiting roots came; null when none waits.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>When the open anchor was signed; null without one.</summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>Why the lane stands still; null when it does not.</summary>
    public LanePause? Pause { get; init; }
}
