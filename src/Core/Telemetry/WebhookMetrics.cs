using System.Diagnostics.Metrics;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Telemetry;

/// <summary>Webhooks on their way. Outcomes are <c>ok</c> and the words of <see cref="WebhookFailures"/>; never whose, or where to.</summary>
internal sealed class WebhookMetrics
{
    private const string Ok = "ok";

    // Of a look each minute two may be late.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    private readonly TimeProvider time;
    private readonly Histogram<double> attempts;
    private readonly Counter<long> deliveries;
    private readonly Histogram<double> duration;
    private readonly Counter<long> turnedAway;
    private readonly UpDownCounter<long> active;
    private volatile Look? look;

    internal WebhookMetrics(Meter meter, TimeProvider time)
    {
        this.time = time;
        attempts = meter.CreateHistogram("learncoin.webhook.attempt.duration", "s", "Attempts to deliver a webhook by outcome", tags: null, Buckets.Calls);
        deliveries = meter.CreateCounter<long>("learncoin.webhook.deliveries", "{delivery}", "Deliveries that are over by outcome");
        duration = meter.CreateHistogram("learncoin.webhook.delivery.duration", "s", "From an event to its delivery", tags: null, Buckets.Waits);
        turnedAway = meter.CreateCounter<long>("learncoin.webhook.turned_away", "{attempt}", "Attempts put off because too many were under way");
        active = meter.CreateUpDownCounter<long>("learncoin.webhook.attempts.active", "{attempt}", "Attempts under way");
        meter.CreateObservableGauge("learncoin.webhook.deliveries.open", Open, "{delivery}", "Deliveries that are not over");
    }

    internal void Begun() => active.Add(1);

    internal void Ended() => active.Add(-1);

    internal void TurnedAway() => turnedAway.Add(1);

    internal void Attempted(WebhookAnswer answer, TimeSpan took) => attempts.Record(took.TotalSeconds, Outcome(answer.Failure));

    internal void Over(string? failure, DateTimeOffset since, DateTimeOffset now)
    {
        deliveries.Add(1, Outcome(failure));
        if (failure is null)
        {
            // The clock may have been set back meanwhile.
            duration.Record(Math.Max(0, (now - since).TotalSeconds));
        }
    }

    internal void Looked(int open) => look = new Look(time.GetUtcNow(), open);

    private IEnumerable<Measurement<int>> Open() =>
        look is { } known && (time.GetUtcNow() - known.At).Duration() < Lifetime ? [new Measurement<int>(known.Open)] : [];

    private static KeyValuePair<string, object?> Outcome(string? failure) => new(Tags.Outcome, failure ?? Ok);

    private sealed record Look(DateTimeOffset At, int Open);
}
