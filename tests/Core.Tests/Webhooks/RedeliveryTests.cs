using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>Deliveries that are set going again by hand: at any moment, and by a process that dies.</summary>
public sealed class RedeliveryTests
{
    [Fact]
    public async Task A_retry_that_comes_between_any_two_writes_of_an_attempt_is_not_lost()
    {
        for (var n = 1; ; n++)
        {
            using var scene = await Subscriptions.OpenAsync();
            var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
            scene.Workflows.Live.Add(delivery.Id.Value);
            var (calls, retried) = (0, false);
            scene.Tables.Before = _ =>
            {
                if (++calls == n)
                {
                    retried = true;
                    scene.Tables.Before = static _ => { };
                    Task.Run(() => RetryAsync(scene, delivery)).GetAwaiter().GetResult();
                }
            };
            var told = await scene.AttemptAsync(delivery);
            scene.Tables.Before = static _ => { };
            if (!retried)
            {
                Assert.InRange(n, 6, 40);
                return;
            }

            // However it came: it is delivered and the retry was served by that, or the sweep finds it, or the workflow was told to come again.
            var standing = await scene.LookAsync(delivery);
            Assert.Equal(standing.State == DeliveryState.Pending ? 1 : 0, await scene.OpenCountAsync());
            Assert.Equal(standing.State == DeliveryState.Pending, told != DeliverWebhookWorkflow.Over);
            Assert.Equal([delivery.Id.Value], scene.Workflows.Raised);
        }
    }

    [Fact]
    public async Task An_attempt_that_ends_between_any_two_writes_of_a_retry_does_not_lose_it()
    {
        for (var n = 1; ; n++)
        {
            using var scene = await Subscriptions.OpenAsync();
            var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
            var (calls, attempted) = (0, false);
            scene.Tables.Before = _ =>
            {
                if (++calls == n)
                {
                    attempted = true;
                    scene.Tables.Before = static _ => { };
                    Task.Run(() => scene.AttemptAsync(delivery)).GetAwaiter().GetResult();
                }
            };
            await RetryAsync(scene, delivery);
            scene.Tables.Before = static _ => { };
            if (!attempted)
            {
                Assert.InRange(n, 5, 40);
                return;
            }

            // A note of what is over is the sweep's to take away; one of what is not must be there.
            var isOpen = (await scene.LookAsync(delivery)).State == DeliveryState.Pending;
            Assert.True(!isOpen || await scene.OpenCountAsync() == 1);
            scene.Clock.Advance(TimeSpan.FromMinutes(2));
            await scene.RunAsync(TimerNames.SweepOutbox);
            Assert.Equal(isOpen ? 1 : 0, await scene.OpenCountAsync());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_that_dies_anywhere_is_not_made_or_comes_with_the_next_sweep_and_not_in_hours(bool after)
    {
        for (var n = 1; ; n++)
        {
            using var scene = await Subscriptions.OpenAsync();
            scene.Sender.Answer = static _ => new WebhookAnswer(503, WebhookFailures.Status, null, TimeSpan.FromHours(24));
            var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
            await scene.AttemptAsync(delivery);
            // Its workflow waits for a day.
            scene.Workflows.Live.Add(delivery.Id.Value);
            var died = await scene.DiesAtAsync(n, after, () => RetryAsync(scene, delivery));
            scene.Clock.Advance(TimeSpan.FromMinutes(2));
            await scene.RunAsync(TimerNames.SweepOutbox);
            var isDue = (await scene.LookAsync(delivery)).NextAt < scene.Clock.GetUtcNow();
            Assert.True(!isDue || scene.Workflows.Raised.Contains(delivery.Id.Value));
            if (!died)
            {
                Assert.True(isDue);
                Assert.InRange(n, after ? 3 : 6, 40);
                return;
            }
        }
    }

    [Fact]
    public async Task A_retry_whose_workflow_could_not_be_told_is_told_by_the_sweep_once()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static _ => new WebhookAnswer(503, WebhookFailures.Status, null, TimeSpan.FromHours(24));
        var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
        await scene.AttemptAsync(delivery);
        scene.Workflows.Live.Add(delivery.Id.Value);
        scene.Workflows.Raising = static _ => throw new IOException();
        await Assert.ThrowsAsync<IOException>(() => RetryAsync(scene, delivery));
        scene.Workflows.Raising = static _ => { };
        for (var i = 0; i < 5; i++)
        {
            scene.Clock.Advance(TimeSpan.FromMinutes(2));
            await scene.RunAsync(TimerNames.SweepOutbox);
        }

        Assert.Equal([delivery.Id.Value], scene.Workflows.Raised);
    }

    [Fact]
    public async Task What_has_failed_for_good_has_its_whole_schedule_again()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        var endpoint = await scene.SubscribeAsync();
        var delivery = await scene.BeginAsync(endpoint);
        await scene.DeliverAsync(delivery);
        Assert.Equal(11, scene.Sender.Sent.Count);
        // Two schedules, drawn long, are more than the five days of nothing but failures after which the endpoint is asked no more.
        scene.Sender.Answer = static _ => ScriptedSender.Ok;
        await scene.DeliverAsync(await scene.BeginAsync(endpoint));
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        scene.Sender.Sent.Clear();
        await RetryAsync(scene, delivery);
        var began = scene.Clock.GetUtcNow();
        await scene.DeliverAsync(delivery);

        Assert.Equal(Enumerable.Range(12, 11).Select(static number => number.ToString(CultureInfo.InvariantCulture)), scene.Sender.Header("X-LearnCoin-Delivery-Attempt"));
        Assert.InRange((scene.Clock.GetUtcNow() - began).TotalDays, 2, 4);
        Assert.Equal((DeliveryState.Failed, 22), ((await scene.LookAsync(delivery)).State, (await scene.LookAsync(delivery)).Attempts.Count));
    }

    private static Task<Result<Delivery>> RetryAsync(Subscriptions scene, Delivery delivery) =>
        scene.Core.Redeliveries.RetryAsync(scene.Tenant.Id, TenantEnvironment.Test, delivery.Webhook.Value, delivery.Id.Value, default);
}
