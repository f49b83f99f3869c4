namespace LearnCoin.Core.Anchoring;

/// <summary>What one activity remembers of an anchor from look to look. Times are of the running clock: a clock that is set makes neither a storm nor a standstill.</summary>
internal sealed class AnchorWatch
{
    private const int LooksAfterMending = 5;

    // Nodes behind one address lag by a block or so: looks that follow faster than that see the same.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    // What a node has not taken yet, or has lost, gets this long before it is replaced, however old it is.
    private static readonly TimeSpan FreshTime = TimeSpan.FromSeconds(20);

    private readonly TimeProvider time;
    private readonly TimeSpan before;
    private long attemptAt;
    private long? sentAt;
    private long? countedAt;
    private int usedLooks;
    private int gapLooks;

    public AnchorWatch(AnchorRecord anchor, FeePolicy policy, TimeProvider time)
    {
        this.time = time;
        attemptAt = time.GetTimestamp();
        // A reorged one is sent again as it is first; where bumps are seldom, that must not begin anew with each activity.
        var age = time.GetUtcNow() - anchor.Newest.SignedAt;
        var most = anchor.State == AnchorState.Submitted ? policy.BumpAfter : policy.BumpAfter - FreshTime;
        before = age > most ? most : age;
        before = before < TimeSpan.Zero ? TimeSpan.Zero : before;
        sentAt = anchor.State == AnchorState.Submitted ? attemptAt : null;
    }

    private SendKind? LastRefusal { get; set; }

    private bool HasBumped { get; set; }

    public TimeSpan SinceAttempt => time.GetElapsedTime(attemptAt) + (HasBumped ? TimeSpan.Zero : before);

    public TimeSpan? SinceSent => sentAt is { } at ? time.GetElapsedTime(at) : null;

    public void Sent(SendKind? refusal)
    {
        sentAt = time.GetTimestamp();
        LastRefusal = refusal;
    }

    public void Bumped()
    {
        HasBumped = true;
        attemptAt = time.GetTimestamp();
    }

    /// <summary>What was below has been sent again: that takes a while to show.</summary>
    public void Mended() => gapLooks = -LooksAfterMending;

    /// <summary>Adds what only a row of looks can tell.</summary>
    public AnchorObservation With(AnchorRecord anchor, AnchorObservation seen, ChainFees? market)
    {
        var isApart = countedAt is not { } at || time.GetElapsedTime(at) >= BetweenLooks;
        countedAt = isApart ? time.GetTimestamp() : countedAt;
        usedLooks = seen.Canonical is null && seen.AccountNonce > anchor.Nonce ? usedLooks + (isApart ? 1 : 0) : 0;
        gapLooks = seen.Canonical is null && seen.AccountNonce < anchor.Nonce ? gapLooks + (isApart ? 1 : 0) : 0;
        return seen with
        {
            UsedLooks = usedLooks, GapLooks = gapLooks, Market = market, LastRefusal = LastRefusal, SinceAttempt = SinceAttempt, SinceSent = SinceSent,
        };
    }
}
