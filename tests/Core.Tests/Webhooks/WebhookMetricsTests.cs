using LearnCoin.Core.Tests.Telemetry;
using LearnCoin.Core.Timers;

namespace LearnCoin.Core.Tests.Webhooks;

public sealed class WebhookMetricsTests
{
    [Fact]
    public async Task Attempts_and_deliveries_are_told_by_outcome_and_the_queue_by_the_sweep()
    {
        using var scene = await Subscriptions.OpenAsync();
        using var recorded = new Recorded(scene.Core.Telemetry);
        var endpoint = await scene.SubscribeAsync();
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        var delivery = await scene.BeginAsync(endpoint);
        await scene.AttemptAsync(delivery);
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        scene.Sender.Answer = static _ => ScriptedSender.Ok;
        await scene.AttemptAsync(delivery);
        await scene.BeginAsync(endpoint);
        await scene.RunAsync(TimerNames.SweepOutbox);

        Assert.Single(recorded.Of("learncoin.webhook.attempt.duration", "status"));
        Assert.Single(recorded.Of("learncoin.webhook.attempt.duration", "ok"));
        Assert.Equal([1], recorded.Of("learncoin.webhook.deliveries", "ok"));
        Assert.Equal([2], recorded.Of("learncoin.webhook.delivery.duration"));
        Assert.Equal([1, -1, 1, -1], recorded.Of("learncoin.webhook.attempts.active"));
        recorded.ReadGauges();
        Assert.Equal([1], recorded.Of("learncoin.webhook.deliveries.open"));
    }
}
