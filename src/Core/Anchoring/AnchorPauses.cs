using System.Collections.Concurrent;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Anchoring;

/// <summary>Notes why a lane stands still, for whoever looks, and tells operators: at once where they must act, later where it may pass.</summary>
public sealed class AnchorPauses(AnchorStore store, AnchorLanes lanes, IAlerts alerts, AnchorMetrics metrics, TimeProvider time)
{
    // Often enough to be seen, seldom enough for a weekend.
    private static readonly TimeSpan Repeat = TimeSpan.FromHours(1);

    // Nodes restart; a key store has its bad minutes.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    /// <param name="lane">Lane id.</param>
    /// <param name="reason">One of <see cref="PauseReasons"/>.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public async Task PauseAsync(string lane, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isNew = false;
        var head = await store.ChangeHeadAsync(
            lane, head => (isNew = head.Pause?.Reason != reason) ? head with { Pause = new LanePause(reason, now) } : null, cancellationToken);
        if (isNew && lanes.FindNetwork(lane) is { } network)
        {
            metrics.Paused(network, reason);
        }

        // A clock that was set back must not silence this.
        var lasts = (now - (head.Pause?.Since ?? now)).Duration();
        if (reason is PauseReasons.ChainUnavailable or PauseReasons.KeyUnavailable && lasts < Grace)
        {
            return;
        }

        var about = $"{lane} {reason}";
        if (!told.TryGetValue(about, out var last) || (now - last).Duration() >= Repeat)
        {
            told[about] = now;
            alerts.Raise(new Alert(AlertTypes.AnchoringPaused, now) { Subject = lane, Reason = reason });
        }
    }

    /// <summary>What was in the way is so no more; another reason to stand still stays.</summary>
    /// <param name="lane">Lane id.</param>
    /// <param name="reasons">Those that have passed.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public Task ResumeAsync(string lane, string[] reasons, CancellationToken cancellationToken) => store.ChangeHeadAsync(
        lane, head => head.Pause is { } pause && reasons.Contains(pause.Reason) ? head with { Pause = null } : null, cancellationToken);
}
