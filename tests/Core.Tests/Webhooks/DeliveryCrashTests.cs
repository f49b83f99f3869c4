using LearnCoin.Core.Events;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>A process that dies at each storage call of a step: the step is run again, by itself or by the sweep.</summary>
public sealed class DeliveryCrashTests
{
    [Theory]
    [InlineData(200, false)]
    [InlineData(200, true)]
    [InlineData(500, false)]
    [InlineData(500, true)]
    [InlineData(410, false)]
    [InlineData(410, true)]
    public async Task An_attempt_that_dies_anywhere_is_made_again_under_the_same_ids(int status, bool after)
    {
        var answer = status switch { 200 => ScriptedSender.Ok, 410 => ScriptedSender.Gone, _ => ScriptedSender.Broken };
        for (var n = 1; ; n++)
        {
            using var scene = await Subscriptions.OpenAsync();
            scene.Sender.Answer = _ => answer;
            var endpoint = await scene.SubscribeAsync();
            var delivery = await scene.BeginAsync(endpoint);
            if (!await scene.DiesAtAsync(n, after, () => scene.AttemptAsync(delivery)))
            {
                // Every call had its death.
                Assert.InRange(n, 3, 40);
                return;
            }

            await scene.AttemptAsync(delivery);
            await scene.RunAsync(TimerNames.SweepOutbox);

            Assert.InRange(scene.Sender.Sent.Count, 1, 2);
            Assert.Equal([delivery.Event.Value], scene.Sender.Header("webhook-id").Distinct());
            Assert.Equal(["1"], scene.Sender.Header("X-LearnCoin-Delivery-Attempt").Distinct());
            Assert.Single(scene.Sender.Sent.Select(static request => Convert.ToHexString(request.Body.Span)).Distinct());
            var (row, standing) = (await scene.LookAsync(delivery), await scene.LookAsync(endpoint));
            Assert.Equal(status switch { 200 => DeliveryState.Delivered, 410 => DeliveryState.Failed, _ => DeliveryState.Pending }, row.State);
            Assert.Equal(status == 500 ? 1 : 0, await scene.OpenCountAsync());
            Assert.Equal((status != 410, status != 200), (standing.IsActive, standing.FailingSince is not null));
            Assert.Equal(status == 410 ? 1 : 0, (await scene.PublishedAsync(EventTypes.WebhookDisabled)).Count);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fan_out_that_dies_anywhere_reaches_every_endpoint_when_it_is_run_again(bool after)
    {
        for (var n = 1; ; n++)
        {
            using var scene = await Subscriptions.OpenAsync();
            WebhookEndpoint[] endpoints = [await scene.SubscribeAsync("one"), await scene.SubscribeAsync("two"), await scene.SubscribeAsync("three")];
            var published = await scene.HappenAsync();
            if (!await scene.DiesAtAsync(n, after, () => scene.FanOutAsync(published)))
            {
                Assert.InRange(n, 3, 40);
                return;
            }

            Assert.Equal("3", await scene.FanOutAsync(published));
            foreach (var endpoint in endpoints)
            {
                var delivery = Delivery.Of(published, endpoint.Id, default);
                Assert.Contains(delivery.Id.Value, scene.Workflows.Started);
                Assert.Equal("over", await scene.AttemptAsync(delivery));
            }

            Assert.Equal(3, scene.Sender.Sent.Count);
            Assert.Single(scene.Sender.Header("webhook-id").Distinct());
            Assert.Equal(0, await scene.OpenCountAsync());
        }
    }

    [Fact]
    public async Task The_sweep_starts_what_is_overdue_and_closes_what_is_over()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var (due, over) = (await scene.BeginAsync(endpoint), await scene.BeginAsync(endpoint));
        await scene.RunAsync(TimerNames.SweepOutbox);
        Assert.Empty(scene.Workflows.Started);

        // It died between its last two writes: it is over, and its note is there.
        Assert.True(await scene.DiesAtAsync(7, after: false, () => scene.AttemptAsync(over)));
        Assert.Equal((DeliveryState.Delivered, 2), ((await scene.LookAsync(over)).State, await scene.OpenCountAsync()));
        scene.Clock.Advance(TimeSpan.FromSeconds(61));
        await scene.RunAsync(TimerNames.SweepOutbox);

        Assert.Equal([due.Id.Value], scene.Workflows.Started);
        Assert.Equal(1, await scene.OpenCountAsync());
    }

    [Fact]
    public async Task After_their_time_events_and_deliveries_are_forgotten_and_those_of_deleted_endpoints_at_once()
    {
        using var scene = await Subscriptions.OpenAsync();
        var (endpoint, deleted) = (await scene.SubscribeAsync(), await scene.SubscribeAsync("deleted"));
        var (old, ofDeleted) = (await scene.BeginAsync(endpoint), await scene.BeginAsync(deleted));
        Assert.True(await scene.Core.WebhookRetention.DeleteAsync(deleted, default));
        scene.Clock.Advance(TimeSpan.FromDays(29));
        var young = await scene.BeginAsync(endpoint);
        await scene.RunAsync(TimerNames.PurgeExpired);
        Assert.NotNull(await scene.Core.Deliveries.FindAsync(old.Webhook, old.Id, default));
        Assert.Null(await scene.Core.Deliveries.FindAsync(ofDeleted.Webhook, ofDeleted.Id, default));

        scene.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await scene.RunAsync(TimerNames.PurgeExpired);

        Assert.Null(await scene.Core.Deliveries.FindAsync(old.Webhook, old.Id, default));
        Assert.NotNull(await scene.Core.Deliveries.FindAsync(young.Webhook, young.Id, default));
        Assert.Equal([young.Event], (await scene.PublishedAsync(EventTypes.CredentialRevoked)).Select(static one => one.Id));
        Assert.Equal(1, await scene.OpenCountAsync());
    }
}
