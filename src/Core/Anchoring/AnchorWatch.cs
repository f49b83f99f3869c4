namespace LearnCoin.Core.Anchoring;

/// <summary>What one activity remembers of an anchor from look to look. Times are of the running clock: a clock that is set makes neither a storm nor a standstill.</summary>
internal sealed class AnchorWatch
{
    private const int LooksAfterMending = 20;

    private readonly TimeProvider time;
    private readonly TimeSpan before;
    private long attemptAt;
    private long? sentAt;
    private int usedLooks;
    private int gapLooks;

    public AnchorWatch(AnchorRecord anchor, FeePolicy policy, TimeProvider time)
    {
        this.time = time;
        attemptAt = time.GetTimestamp();
        // A reorged one is sent again as it is first.
        var age = anchor.State == AnchorState.Submitted ? time.GetUtcNow() - anchor.Newest.SignedAt : TimeSpan.Zero;
        before = age < TimeSpan.Zero ? TimeSpan.Zero : age > policy.BumpAfter ? policy.BumpAfter : age;
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
        usedLooks = seen.Canonical is null && seen.AccountNonce > anchor.Nonce ? usedLooks + 1 : 0;
        gapLooks = seen.Canonical is null && seen.AccountNonce < anchor.Nonce ? gapLooks + 1 : 0;
        return seen with
        {
            UsedLooks = usedLooks, GapLooks = gapLooks, Market = market, LastRefusal = LastRefusal, SinceAttempt = SinceAttempt, SinceSent = SinceSent,
        };
    }
}
