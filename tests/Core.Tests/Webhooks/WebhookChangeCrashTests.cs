using System.Text;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>Changes of endpoints by a process that dies at each of their storage calls, and are asked for again.</summary>
public sealed class WebhookChangeCrashTests
{
    private const int MostCalls = 60;
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"url":"https://hooks.example/","events":["batch.signed"]}""");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_registration_that_broke_off_makes_one_endpoint_and_shows_the_secret_that_it_has(bool after)
    {
        for (var n = 1; ; n++)
        {
            using var world = await Subscriptions.OpenAsync();
            var call = Call(world, "one");
            var died = await world.DiesAtAsync(n, after, () => world.Core.WebhookChanges.CreateAsync(call, Body, default));
            world.Clock.Advance(TimeSpan.FromSeconds(20));
            var shown = await world.Core.WebhookChanges.CreateAsync(call, Body, default);
            var stored = Assert.Single(await world.Core.Webhooks.ListAsync(world.Tenant.Id, TenantEnvironment.Test, default));
            Assert.Equal((stored.Id, await SecretAsync(world, stored.Secret)), (shown.Value.Endpoint.Id, shown.Value.Secret));
            var again = await world.Core.WebhookChanges.CreateAsync(call, Body, default);
            Assert.Equal((true, shown.Value.Secret), (again.Value.Replayed, again.Value.Secret));
            Assert.Equal(["webhook.created"], await ActionsAsync(world));
            if (!died)
            {
                // After are writes alone.
                Assert.InRange(n, after ? 5 : 8, MostCalls);
                return;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rotation_that_broke_off_rotates_once_and_the_secret_that_was_shown_before_goes_on_signing(bool after)
    {
        for (var n = 1; ; n++)
        {
            using var world = await Subscriptions.OpenAsync();
            var endpoint = await world.SubscribeAsync();
            var call = Call(world, "one");
            var died = await world.DiesAtAsync(n, after, () => world.Core.WebhookChanges.RotateSecretAsync(call, endpoint.Id.Value, default));
            world.Clock.Advance(TimeSpan.FromSeconds(20));
            var shown = await world.Core.WebhookChanges.RotateSecretAsync(call, endpoint.Id.Value, default);
            var stored = await world.LookAsync(endpoint);
            Assert.Equal(await SecretAsync(world, stored.Secret), shown.Value.Secret);
            Assert.Equal(await SecretAsync(world, endpoint.Secret), await SecretAsync(world, stored.PreviousSecret!));
            Assert.Equal(["webhook.secret_rotated"], await ActionsAsync(world));
            if (!died)
            {
                // After are writes alone.
                Assert.InRange(n, after ? 5 : 8, MostCalls);
                return;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_that_is_disabled_is_told_of_once_exactly_when_it_is(bool after)
    {
        for (var n = 1; ; n++)
        {
            using var world = await Subscriptions.OpenAsync();
            var endpoint = await world.SubscribeAsync();
            var off = Encoding.UTF8.GetBytes("""{"active":false}""");
            var died = await world.DiesAtAsync(n, after, () => world.Core.WebhookChanges.UpdateAsync(Call(world, null), endpoint.Id.Value, off, default));
            await world.RunAsync(TimerNames.SweepOutbox);
            var wasDone = !(await world.LookAsync(endpoint)).IsActive;
            Assert.Equal(wasDone ? 1 : 0, (await world.PublishedAsync(EventTypes.WebhookDisabled)).Count);
            var repeated = await world.Core.WebhookChanges.UpdateAsync(Call(world, null), endpoint.Id.Value, off, default);
            Assert.Equal((false, 1), (repeated.Value.IsActive, repeated.Value.Disables));
            Assert.Single(await world.PublishedAsync(EventTypes.WebhookDisabled));
            if (!died)
            {
                Assert.InRange(n, 5, MostCalls);
                return;
            }
        }
    }

    [Fact]
    public async Task A_long_range_is_replayed_call_by_call_and_each_event_once()
    {
        const int Events = Redeliveries.MostDeliveries + 7;
        using var world = await Subscriptions.OpenAsync();
        var endpoint = await world.SubscribeAsync();
        var since = world.Clock.GetUtcNow();
        for (var i = 0; i < Events; i++)
        {
            await world.HappenAsync();
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await ReplayAsync(world, endpoint, since);
        Assert.Equal((Redeliveries.MostDeliveries, since.AddSeconds(Redeliveries.MostDeliveries)), (first.Count, first.Next!.Value));
        Assert.Equal(new ReplayCount(7, null), await ReplayAsync(world, endpoint, first.Next.Value));
        Assert.Equal(Events, await world.OpenCountAsync());
        Assert.Equal(Events, world.Workflows.Started.Distinct().Count());
    }

    private static async Task<ReplayCount> ReplayAsync(Subscriptions world, WebhookEndpoint endpoint, DateTimeOffset since)
    {
        var range = $$"""{"since":"{{since:O}}","until":"{{world.Clock.GetUtcNow():O}}"}""";
        return (await world.Core.Redeliveries.ReplayAsync(world.Tenant.Id, TenantEnvironment.Test, endpoint.Id.Value, Encoding.UTF8.GetBytes(range), default)).Value;
    }

    private static WebhookCall Call(Subscriptions world, string? key) =>
        new(world.Tenant.Id, TenantEnvironment.Test, "key_01HXYZABCDEFGHJKMNPQRSTVWX", "req_01HXYZABCDEFGHJKMNPQRSTVWX", key);

    private static Task<string> SecretAsync(Subscriptions world, byte[] wrapped) => world.Core.WebhookSecrets.TextAsync(wrapped, default);

    private static async Task<List<string>> ActionsAsync(Subscriptions world)
    {
        var actions = new List<string>();
        await foreach (var record in world.Core.Audit.ListAsync(world.Tenant.Id, default))
        {
            actions.Add(record.Entry.Action);
        }

        return actions;
    }
}
