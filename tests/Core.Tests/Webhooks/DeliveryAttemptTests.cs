using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

public sealed class DeliveryAttemptTests
{
    [Fact]
    public async Task What_is_taken_is_delivered_and_over()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var delivery = await scene.BeginAsync(endpoint);

        Assert.Equal("over", await scene.AttemptAsync(delivery));

        var sent = Assert.Single(scene.Sender.Sent);
        Assert.Equal(endpoint.Url, sent.Url.ToString());
        Assert.Equal(delivery.Event.Value, JsonDocument.Parse(sent.Body).RootElement.GetProperty("id").GetString());
        Assert.Equal([delivery.Event.Value], scene.Sender.Header("X-LearnCoin-Event-Id"));
        Assert.Equal(["1"], scene.Sender.Header("X-LearnCoin-Delivery-Attempt"));
        Assert.Matches("^req_[0-9A-Z]{26}$", Assert.Single(scene.Sender.Header("X-Request-Id")));
        var row = await scene.LookAsync(delivery);
        Assert.Equal((DeliveryState.Delivered, null), (row.State, row.NextAt));
        Assert.Equal((1, 200, null), (row.Attempts[0].Number, row.Attempts[0].Status!.Value, row.Attempts[0].Failure));
        Assert.Equal(0, await scene.OpenCountAsync());

        Assert.Equal("over", await scene.AttemptAsync(delivery));
        Assert.Single(scene.Sender.Sent);
    }

    [Fact]
    public async Task The_signature_is_of_the_endpoints_secret_and_of_both_for_a_day_after_a_rotation()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var (_, rotated) = await scene.Core.WebhookSecrets.CreateAsync(default);
        await scene.Core.Webhooks.ChangeAsync(
            endpoint, one => one with { Secret = rotated, PreviousSecret = endpoint.Secret, PreviousSecretUntil = scene.Clock.GetUtcNow().AddHours(24) }, null, default);
        await scene.AttemptAsync(await scene.BeginAsync(endpoint));
        scene.Clock.Advance(TimeSpan.FromHours(24));
        await scene.AttemptAsync(await scene.BeginAsync(endpoint));

        var signatures = scene.Sender.Header("webhook-signature").Select(static text => text.Split(' ').Length);
        Assert.Equal([2, 1], signatures);
        using var current = await scene.Core.WebhookSecrets.OpenAsync(rotated, default);
        using var previous = await scene.Core.WebhookSecrets.OpenAsync(endpoint.Secret, default);
        var first = scene.Sender.Sent[0];
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(first.Headers.Single(static header => header.Key == "webhook-timestamp").Value, null));
        var expected = WebhookSignature.Headers(
            new EventId(scene.Sender.Header("webhook-id").First()), at, first.Body, [current, previous], 1, scene.Sender.Header("X-Request-Id").First());
        Assert.Equal(expected, first.Headers);
    }

    [Fact]
    public async Task The_key_store_is_asked_once_in_five_minutes()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        for (var i = 0; i < 10; i++)
        {
            await scene.AttemptAsync(await scene.BeginAsync(endpoint));
        }

        Assert.Equal(1, scene.Keys.Unwrapped);
        scene.Clock.Advance(TimeSpan.FromMinutes(5));
        await scene.AttemptAsync(await scene.BeginAsync(endpoint));
        Assert.Equal(2, scene.Keys.Unwrapped);
    }

    [Fact]
    public async Task A_key_store_that_is_down_is_no_attempt_and_is_asked_again()
    {
        using var scene = await Subscriptions.OpenAsync();
        var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
        scene.Keys.IsDown = true;
        await Assert.ThrowsAsync<KeyUnavailableException>(() => scene.AttemptAsync(delivery));
        scene.Keys.IsDown = false;

        Assert.Empty((await scene.LookAsync(delivery)).Attempts);
        Assert.Equal("over", await scene.AttemptAsync(delivery));
        Assert.Equal(["1"], scene.Sender.Header("X-LearnCoin-Delivery-Attempt"));
    }

    [Fact]
    public async Task An_attempt_that_is_not_due_is_not_made()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
        var due = await scene.AttemptAsync(delivery);

        Assert.Equal(due, await scene.AttemptAsync(delivery));
        Assert.Single(scene.Sender.Sent);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static _ => new WebhookAnswer(503, WebhookFailures.Status, null, TimeSpan.FromHours(2));
        var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
        await scene.AttemptAsync(delivery);

        Assert.Equal(scene.Clock.GetUtcNow().AddHours(2), (await scene.LookAsync(delivery)).NextAt);
    }

    [Fact]
    public async Task What_has_no_endpoint_or_no_event_any_more_fails_with_a_word_and_without_a_request()
    {
        using var scene = await Subscriptions.OpenAsync();
        var endpoint = await scene.SubscribeAsync();
        var (deleted, disabled, expired) = (await scene.BeginAsync(await scene.SubscribeAsync()), await scene.BeginAsync(endpoint), await scene.BeginAsync(await scene.SubscribeAsync()));
        await scene.Core.WebhookRetention.DeleteAsync((await scene.Core.Webhooks.FindAsync(deleted.Tenant, deleted.Environment, deleted.Webhook, default))!, default);
        await scene.Core.Webhooks.ChangeAsync(endpoint, one => one with { DisabledAt = scene.Clock.GetUtcNow(), DisabledReason = DisableReasons.Tenant }, null, default);
        await scene.AttemptAsync(deleted);
        await scene.AttemptAsync(disabled);
        await scene.Core.Events.PurgeAsync(scene.Tenant.Id, expired.Environment, scene.Clock.GetUtcNow().AddDays(1), default);
        await scene.AttemptAsync(expired);

        Assert.Empty(scene.Sender.Sent);
        Assert.Equal(("endpoint_deleted", "endpoint_disabled", "event_expired"), (await WordAsync(deleted), await WordAsync(disabled), await WordAsync(expired)));
        Assert.Equal(0, await scene.OpenCountAsync());

        async Task<string?> WordAsync(Delivery delivery)
        {
            var row = await scene.LookAsync(delivery);
            Assert.Equal((DeliveryState.Failed, null), (row.State, row.NextAt));
            return row.Failure;
        }
    }

    [Fact]
    public async Task The_log_keeps_the_beginning_of_the_answer_and_no_recipient()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static request => new WebhookAnswer(500, WebhookFailures.Status, $"no:\n {System.Text.Encoding.UTF8.GetString(request.Body.Span)}", null);
        var delivery = await scene.BeginAsync(
            await scene.SubscribeAsync(), """{"recipient_id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001","external_id":"student-4711"}""");
        await scene.AttemptAsync(delivery);

        var kept = Assert.Single((await scene.LookAsync(delivery)).Attempts).Answer!;
        Assert.StartsWith("no:", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("4e0c7f2e", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", kept, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', kept);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_by_a_day_holds_nothing_up_and_sends_nothing_twice()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        var delivery = await scene.BeginAsync(await scene.SubscribeAsync());
        await scene.AttemptAsync(delivery);
        scene.Clock.Advance(TimeSpan.FromDays(-1));
        await scene.AttemptAsync(delivery);
        Assert.Equal(2, scene.Sender.Sent.Count);
        // The wait is told anew: however often it is looked at, the third comes in its time.
        for (var i = 0; i < 10; i++)
        {
            await scene.AttemptAsync(delivery);
        }

        Assert.Equal(2, scene.Sender.Sent.Count);
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        scene.Sender.Answer = static _ => ScriptedSender.Ok;
        Assert.Equal("over", await scene.AttemptAsync(delivery));
    }

    [Fact]
    public async Task A_clock_that_was_set_forward_by_a_day_makes_each_delivery_once_more_and_no_storm()
    {
        using var scene = await Subscriptions.OpenAsync();
        scene.Sender.Answer = static _ => ScriptedSender.Broken;
        var endpoint = await scene.SubscribeAsync();
        var deliveries = new List<Delivery>();
        for (var i = 0; i < 20; i++)
        {
            deliveries.Add(await scene.BeginAsync(endpoint));
            await scene.AttemptAsync(deliveries[^1]);
        }

        scene.Clock.Advance(TimeSpan.FromDays(1));
        for (var looks = 0; looks < 3; looks++)
        {
            foreach (var delivery in deliveries)
            {
                await scene.AttemptAsync(delivery);
            }
        }

        Assert.Equal(40, scene.Sender.Sent.Count);
        Assert.All(scene.Sender.Sent.GroupBy(static request => request.Headers.Single(static header => header.Key == "webhook-id").Value), static group => Assert.Equal(2, group.Count()));
    }
}
