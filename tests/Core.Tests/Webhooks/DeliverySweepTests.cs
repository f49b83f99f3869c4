using LearnCoin.Core.Events;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>What timers do for deliveries, and what stops them.</summary>
public sealed class DeliverySweepTests
{
    [Fact]
    public async Task One_row_that_breaks_keeps_no_other_from_being_looked_at_nor_the_deliveries_after_the_events()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var (first, second) = (await scene.BeginAsync(endpoint), await scene.BeginAsync(endpoint));
        await scene.Core.Outbox.NoteAsync(new OutboxPlace("webhooks", "broken"), default);
        scene.Clock.Advance(TimeSpan.FromMinutes(2));
        scene.Workflows.Starting = id => _ = id == first.Id.Value ? throw new IOException() : id;
        scene.Tables.Before = static table => _ = table == "webhooks" ? throw new InvalidDataException() : table;
        await Assert.ThrowsAsync<InvalidDataException>(() => scene.RunAsync(TimerNames.SweepOutbox));
        Assert.Equal([second.Id.Value], scene.Workflows.Started);
    }

    [Fact]
    public async Task What_is_forgotten_goes_by_the_hundred()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        for (var i = 0; i < 250; i++)
        {
            var delivery = await scene.BeginAsync(endpoint);
            if (i % 2 == 0)
            {
                await scene.AttemptAsync(delivery);
            }
        }

        scene.Clock.Advance(TimeSpan.FromDays(31));
        var writes = 0;
        scene.Tables.BeforeWrite = table => writes += table is "deliveries" or "opendeliveries" or "events" ? 1 : 0;
        await scene.RunAsync(TimerNames.PurgeExpired);
        Assert.Equal(9, writes);
        Assert.Empty((await scene.Core.Deliveries.ListAsync(endpoint.Id, 10, null, default)).Deliveries);
        Assert.Equal(0, await scene.OpenCountAsync());
        Assert.Empty(await scene.PublishedAsync(EventTypes.CredentialRevoked));
    }

    [Fact]
    public async Task A_suspended_tenant_gets_nothing_and_nothing_is_put_on_its_way()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var delivery = await scene.BeginAsync(endpoint);
        await scene.Core.Tenants.ChangeAsync(scene.Tenant.Id, tenant => tenant with { SuspendedAt = scene.Clock.GetUtcNow() }, default);
        Assert.Equal("over", await scene.AttemptAsync(delivery));
        Assert.Equal("0", await scene.FanOutAsync(await scene.HappenAsync()));

        Assert.Empty(scene.Sender.Sent);
        Assert.Equal((DeliveryState.Failed, "tenant_suspended"), ((await scene.LookAsync(delivery)).State, (await scene.LookAsync(delivery)).Failure));
        Assert.Equal(0, await scene.OpenCountAsync());
    }
}
