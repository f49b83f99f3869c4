using System.Globalization;
using LearnCoin.Core.Events;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>Issue 5, bar 4: the whole schedule, and the end of an endpoint that fails, on a virtual clock.</summary>
public sealed class EndpointHealthTests
{
    private static readonly double[] Documented = [1, 4, 16, 60, 300, 1_800, 21_600, 43_200, 86_400, 86_400];

    [Fact]
    public async Task The_eleven_attempts_come_at_the_documented_times_within_20_percent_and_then_it_has_failed()
    {
        using var scene = await Subscriptions.OpenAsync();
        var times = new List<DateTimeOffset>();
        scene.Sender.Answer = _ =>
        {
            times.Add(scene.Clock.GetUtcNow());
            return ScriptedSender.Broken;
        };
        var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
        await scene.DeliverAsync(delivery);

        Assert.Equal(11, times.Count);
        Assert.All(
            Documented.Zip(times.Zip(times.Skip(1), static (before, after) => (after - before).TotalSeconds)),
            static pair => Assert.InRange(pair.Second, pair.First * 0.8, pair.First * 1.2));
        Assert.Equal(Enumerable.Range(1, 11).Select(static number => number.ToString(CultureInfo.InvariantCulture)), scene.Sender.Header("X-LearnCoin-Delivery-Attempt"));
        Assert.Single(scene.Sender.Header("webhook-id").Distinct());
        Assert.Equal(11, scene.Sender.Header("X-Request-Id").Distinct().Count());
        var row = await scene.LookAsync(delivery);
        Assert.Equal((DeliveryState.Failed, 11), (row.State, row.Attempts.Count));
        Assert.Equal(0, await scene.OpenCountAsync());
    }

    [Fact]
    public async Task Five_days_of_nothing_but_failures_disable_the_endpoint_and_the_others_are_told()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static request => request.Url.Host == "one.example" ? ScriptedSender.Broken : ScriptedSender.Ok;
        var (failing, other) = (await scene.SubscribeAsync(), await scene.SubscribeAsync("other"));
        var began = scene.Clock.GetUtcNow();
        var deliveries = await LiveAsync(scene, failing, TimeSpan.FromDays(7), TimeSpan.FromHours(6));

        var row = await scene.LookAsync(failing);
        Assert.Equal(("failing", 1), (row.DisabledReason, row.Disables));
        Assert.InRange(row.DisabledAt!.Value - began, TimeSpan.FromDays(5), TimeSpan.FromDays(5) + TimeSpan.FromHours(7));
        foreach (var delivery in deliveries)
        {
            // Those of the time after it are looked at when they come.
            Assert.Equal(DeliveryState.Failed, (await scene.LookAsync(delivery)).State);
        }

        var lastSent = scene.Sender.Sent.Count;
        await scene.AttemptAsync(await scene.BeginAsync(failing));
        Assert.Equal(lastSent, scene.Sender.Sent.Count);

        var told = Assert.Single(await scene.PublishedAsync(EventTypes.WebhookDisabled));
        Assert.Equal(failing.Id.Value, told.Event.Subject);
        Assert.Equal("1", await scene.FanOutAsync(told));
        await scene.AttemptAsync(Delivery.Of(told, other.Id, default));
        Assert.Equal("other.example", scene.Sender.Sent[^1].Url.Host);
        Assert.Contains("\"reason\":\"failing\"", System.Text.Encoding.UTF8.GetString(scene.Sender.Sent[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_success_begins_the_five_days_anew()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var began = scene.Clock.GetUtcNow();
        scene.Sender.Answer = _ => (scene.Clock.GetUtcNow() - began).TotalDays is >= 4.2 and < 4.5 ? ScriptedSender.Ok : ScriptedSender.Broken;
        await LiveAsync(scene, endpoint, TimeSpan.FromDays(9), TimeSpan.FromHours(6));

        Assert.True((await scene.LookAsync(endpoint)).IsActive);
        Assert.InRange((await scene.LookAsync(endpoint)).FailingSince!.Value - began, TimeSpan.FromDays(4.2), TimeSpan.FromDays(5));
    }

    [Fact]
    public async Task Since_when_it_fails_is_written_when_that_changes_only()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var writes = 0;
        scene.Tables.BeforeWrite = table => writes += table == "webhooks" ? 1 : 0;
        foreach (var answer in new[] { ScriptedSender.Ok, ScriptedSender.Broken, ScriptedSender.Broken, ScriptedSender.Broken, ScriptedSender.Ok, ScriptedSender.Ok })
        {
            scene.Sender.Answer = _ => answer;
            await scene.AttemptAsync(await scene.BeginAsync(endpoint));
        }

        Assert.Equal(2, writes);
        Assert.Null((await scene.LookAsync(endpoint)).FailingSince);
    }

    [Fact]
    public async Task An_answer_of_410_disables_at_once_and_what_was_on_its_way_fails_when_it_is_looked_at()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var (first, second) = (await scene.BeginAsync(endpoint), await scene.BeginAsync(endpoint));
        scene.Sender.Answer = static _ => ScriptedSender.Gone;
        Assert.Equal("over", await scene.AttemptAsync(first));
        Assert.Equal("over", await scene.AttemptAsync(second));

        Assert.Single(scene.Sender.Sent);
        Assert.Equal("gone", (await scene.LookAsync(endpoint)).DisabledReason);
        Assert.Equal(410, Assert.Single((await scene.LookAsync(first)).Attempts).Status);
        Assert.Equal((DeliveryState.Failed, "endpoint_disabled"), ((await scene.LookAsync(second)).State, (await scene.LookAsync(second)).Failure));
        Assert.Single(await scene.PublishedAsync(EventTypes.WebhookDisabled));
    }

    [Fact]
    public async Task One_failure_after_a_quiet_time_is_not_five_days_of_them()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        await scene.AttemptAsync(await scene.BeginAsync(endpoint));
        scene.Clock.Advance(TimeSpan.FromDays(6));
        await scene.AttemptAsync(await scene.BeginAsync(endpoint));

        var row = await scene.LookAsync(endpoint);
        Assert.Equal((true, scene.Clock.GetUtcNow()), (row.IsActive, row.FailingSince!.Value));
    }

    [Theory]
    [InlineData("https://new.example/hook", false)]
    [InlineData("https://one.example/hook", true)]
    public async Task A_late_410_says_nothing_of_another_address_nor_of_what_was_enabled_again(string url, bool wasDisabled)
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var delivery = await scene.BeginAsync(endpoint);
        scene.Sender.Answer = _ =>
        {
            // While the answer is on its way.
            Task.Run(() => scene.Core.Webhooks.ChangeAsync(endpoint, one => one with { Url = url, Disables = wasDisabled ? 1 : 0 }, null, default)).GetAwaiter().GetResult();
            return ScriptedSender.Gone;
        };
        Assert.NotEqual("over", await scene.AttemptAsync(delivery));
        Assert.True((await scene.LookAsync(endpoint)).IsActive);
        Assert.Empty(await scene.PublishedAsync(EventTypes.WebhookDisabled));
        Assert.Equal(DeliveryState.Pending, (await scene.LookAsync(delivery)).State);
    }

    /// <summary>An event each so often, with all attempts of all deliveries in the order of their times.</summary>
    private static async Task<IReadOnlyList<Delivery>> LiveAsync(Subscriptions scene, WebhookEndpoint endpoint, TimeSpan span, TimeSpan every)
    {
        var until = scene.Clock.GetUtcNow() + span;
        var deliveries = new List<Delivery>();
        var queue = new PriorityQueue<Delivery?, DateTimeOffset>([(null, scene.Clock.GetUtcNow())]);
        while (queue.TryDequeue(out var due, out var at) && at < until)
        {
            if (at > scene.Clock.GetUtcNow())
            {
                scene.Clock.Advance(at - scene.Clock.GetUtcNow());
            }

            if (due is null)
            {
                due = await scene.BeginAsync(endpoint);
                deliveries.Add(due);
                queue.Enqueue(null, at + every);
            }

            var next = await scene.AttemptAsync(due);
            if (next != DeliverWebhookWorkflow.Over)
            {
                queue.Enqueue(due, DateTimeOffset.Parse(next, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
            }
        }

        return deliveries;
    }
}
