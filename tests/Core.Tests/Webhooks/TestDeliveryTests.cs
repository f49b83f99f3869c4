using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>The event that a tenant sends to see whether its endpoint is there.</summary>
public sealed class TestDeliveryTests
{
    [Fact]
    public async Task A_test_that_broke_off_is_entered_as_that_and_makes_no_attempt_of_its_own()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        scene.Sender.Answer = static _ => throw new IOException();
        await Assert.ThrowsAsync<IOException>(() => TestAsync(scene, endpoint));
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        scene.Sender.Sent.Clear();
        scene.Clock.Advance(TimeSpan.FromMinutes(3));
        await scene.RunAsync(TimerNames.SweepOutbox);
        var delivery = Assert.Single((await scene.Core.Deliveries.ListAsync(endpoint.Id, 10, null, default)).Deliveries);
        Assert.Equal([delivery.Id.Value], scene.Workflows.Started);
        Assert.Equal("over", await scene.AttemptAsync(delivery));
        Assert.Equal((0, "interrupted"), (scene.Sender.Sent.Count, (await scene.LookAsync(delivery)).Failure));

        // Asked for, it is made: once, and it says nothing against the endpoint.
        await RetryAsync(scene, delivery);
        Assert.Equal("over", await scene.AttemptAsync(delivery));
        Assert.Single(scene.Sender.Sent);
        Assert.Null((await scene.LookAsync(endpoint)).FailingSince);
    }

    [Fact]
    public async Task A_test_of_an_endpoint_that_is_disabled_is_sent_and_one_that_is_taken_ends_its_failures()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        await scene.Core.Webhooks.ChangeAsync(
            endpoint, one => one with { DisabledAt = scene.Clock.GetUtcNow(), DisabledReason = DisableReasons.Failing, FailingSince = scene.Clock.GetUtcNow() }, null, default);
        var tested = (await TestAsync(scene, endpoint)).Value;

        Assert.Equal((DeliveryState.Delivered, 1), (tested.State, tested.Attempts.Count));
        Assert.Equal(scene.Sender.Header("X-Request-Id"), tested.Attempts.Select(static attempt => attempt.RequestId));
        var stored = await scene.LookAsync(tested);
        Assert.Equal((tested.State, tested.Attempts[0]), (stored.State, stored.Attempts[0]));
        Assert.Equal((false, null), ((await scene.LookAsync(endpoint)).IsActive, (await scene.LookAsync(endpoint)).FailingSince));
    }

    private static Task<Result<Delivery>> RetryAsync(Subscriptions scene, Delivery delivery) =>
        scene.Core.Redeliveries.RetryAsync(scene.Tenant.Id, TenantEnvironment.Test, delivery.Webhook.Value, delivery.Id.Value, default);

    private static Task<Result<Delivery>> TestAsync(Subscriptions scene, WebhookEndpoint endpoint) =>
        scene.Core.TestDeliveries.SendAsync(scene.Tenant.Id, TenantEnvironment.Test, endpoint.Id.Value, default);
}
