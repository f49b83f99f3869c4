using System.Collections.Concurrent;
using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Anchoring;

/// <summary>Notes why a lane stands still, for whoever looks, and tells operators: at once where they must act, later where it may pass.</summary>
public sealed class AnchorPauses(AnchorStore store, IAlerts alerts, TimeProvider time)
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
        var head = await store.ChangeHeadAsync(
            lane, head => head.Pause?.Reason == reason ? null : head with { Pause = new LanePause(reason, now) }, cancellationToken);
        var lasts = now - (head.Pause?.Since ?? now);
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

    /// <summary>The lane moves again.</summary>
    public async Task ResumeAsync(string lane, CancellationToken cancellationToken)
    {
        if ((await store.HeadAsync(lane, cancellationToken)).Pause is not null)
        {
            await store.ChangeHeadAsync(lane, static head => head.Pause is null ? null : head with { Pause = null }, cancellationToken);
        }
    }
}
