using System.Text.Json.Nodes;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Events;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Revocation;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Events;

public sealed class OutboxTests
{
    [Fact]
    public async Task Each_change_is_published_once_and_says_how_it_was_then()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(2);
        await issuer.RevokeAsync((await issuer.CredentialsAsync(batch))[0].Id);
        await issuer.SignAsync(batch);
        await issuer.Core.Outbox.SweepAsync(default);
        var published = await PublishedAsync(issuer);
        Assert.Equal(["batch.created", "batch.signed", "credential.revoked"], published.Select(static one => one.Event.Type).Order(StringComparer.Ordinal));
        var created = await BodyAsync(issuer, published.Single(static one => one.Event.Type == EventTypes.BatchCreated));
        Assert.Equal(("pending", null, 2), ((string)created["data"]!["status"]!, created["data"]!["signed_at"], created["data"]!["credentials"]!.AsArray().Count));
        Assert.Equal(("batch.created", issuer.Tenant.Id.Value), ((string)created["type"]!, (string)created["tenant_id"]!));
        var signed = await BodyAsync(issuer, published.Single(static one => one.Event.Type == EventTypes.BatchSigned));
        Assert.Equal("signed", (string)signed["data"]!["status"]!);
        Assert.StartsWith("0x", (string)signed["data"]!["merkle_root"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(issuer.Workflows.Started, static id => id.StartsWith("evt_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task A_batch_event_has_its_credentials_up_to_a_hundred_and_then_their_address(int count, bool isList)
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(count);
        var body = await BodyAsync(issuer, (await PublishedAsync(issuer))[0]);
        Assert.Equal(isList ? count : null, body["data"]!["credentials"]?.AsArray().Count);
        Assert.Equal(isList ? null : $"https://issuer.example/v1/batches/{batch}", (string?)body["data"]!["credentials_url"]);
    }

    [Fact]
    public async Task What_is_erased_is_told_no_more_by_events_of_before()
    {
        using var issuer = await Issuer.OpenAsync();
        var batch = await issuer.SignedAsync(1);
        var credential = (await issuer.CredentialsAsync(batch))[0];
        await issuer.RevokeAsync(credential.Id, reason: "Ada cheated.");
        await EraseAsync(issuer, credential.Id);
        foreach (var published in await PublishedAsync(issuer))
        {
            var body = (await BodyAsync(issuer, published)).ToJsonString();
            Assert.DoesNotContain("Ada", body, StringComparison.Ordinal);
            Assert.DoesNotContain(credential.RecipientId!, body, StringComparison.Ordinal);
        }

        Assert.Equal(4, (await PublishedAsync(issuer)).Count);
    }

    [Fact]
    public async Task A_revocation_that_dies_at_any_storage_call_is_told_exactly_when_it_took_place()
    {
        foreach (var after in (bool[])[false, true])
        {
            for (var fault = 1; ; fault++)
            {
                using var issuer = await Issuer.OpenAsync();
                var batch = await issuer.SignedAsync(1);
                var credential = (await issuer.CredentialsAsync(batch))[0].Id;
                var broke = await Faults.BreaksAsync(issuer, fault, after, () => issuer.RevokeAsync(credential));
                await issuer.Other.Outbox.SweepAsync(default);
                var isRevoked = (await issuer.CredentialsAsync(batch))[0].Revocation is not null;
                Assert.Equal(isRevoked ? 1 : 0, (await PublishedAsync(issuer)).Count(static one => one.Event.Type == EventTypes.CredentialRevoked));
                if (!broke)
                {
                    Assert.InRange(fault, 6, 60);
                    break;
                }
            }
        }
    }

    [Fact]
    public async Task A_step_that_dies_at_any_storage_call_and_is_run_again_tells_once()
    {
        for (var fault = 1; ; fault++)
        {
            using var issuer = await Issuer.OpenAsync();
            await SubscribeAsync(issuer);
            var batch = await issuer.AcceptAsync(1);
            var broke = await Faults.BreaksAsync(issuer, fault, after: fault % 2 == 0, () => issuer.SignAsync(batch));
            await Faults.SignUntilDoneAsync(issuer, batch);
            var published = await PublishedAsync(issuer);
            Assert.Equal(["batch.created", "batch.signed"], published.Select(static one => one.Event.Type).Order(StringComparer.Ordinal));
            Assert.All(published, one => Assert.Contains(one.Id.Value, issuer.Workflows.Started));
            if (!broke)
            {
                Assert.InRange(fault, 10, 100);
                break;
            }
        }
    }

    [Fact]
    public async Task A_wanted_event_has_a_workflow_which_a_sweep_starts_again_until_it_has_made_one_delivery_per_endpoint()
    {
        using var issuer = await Issuer.OpenAsync();
        var endpoints = new[] { await SubscribeAsync(issuer), await SubscribeAsync(issuer), await SubscribeAsync(issuer, EventTypes.CredentialErased) };
        var batch = await issuer.AcceptAsync(1);
        await issuer.Core.Outbox.PublishAsync(OutboxPlace.Of(batch), default);
        var published = Assert.Single(await PublishedAsync(issuer));
        issuer.Workflows.Started.Clear();
        await issuer.Core.Outbox.SweepAsync(default);
        Assert.Empty(issuer.Workflows.Started);
        issuer.Clock.Advance(TimeSpan.FromSeconds(61));
        await issuer.Core.Outbox.SweepAsync(default);
        Assert.Equal([published.Id.Value], issuer.Workflows.Started);

        for (var run = 0; run < 2; run++)
        {
            Assert.Equal("2", await issuer.RunAsync(PublishEventWorkflow.FanOut, published.Reference));
        }

        var counts = await Task.WhenAll(endpoints.Select(async endpoint => (await issuer.Core.Deliveries.ListAsync(endpoint, 10, null, default)).Deliveries.Count));
        Assert.Equal([1, 1, 0], counts);
        issuer.Workflows.Started.Clear();
        issuer.Clock.Advance(TimeSpan.FromSeconds(61));
        await issuer.Core.Outbox.SweepAsync(default);
        Assert.DoesNotContain(published.Id.Value, issuer.Workflows.Started);
    }

    [Fact]
    public async Task An_event_that_has_had_its_time_is_not_started_for_ever()
    {
        using var issuer = await Issuer.OpenAsync();
        await SubscribeAsync(issuer);
        var batch = await issuer.AcceptAsync(1);
        await issuer.Core.Outbox.PublishAsync(OutboxPlace.Of(batch), default);
        var published = Assert.Single(await PublishedAsync(issuer));
        await issuer.Core.Events.PurgeAsync(published.Tenant, published.Environment, issuer.Clock.GetUtcNow().AddDays(1), default);
        Assert.Equal("0", await issuer.RunAsync(PublishEventWorkflow.FanOut, published.Reference));
        issuer.Workflows.Started.Clear();
        issuer.Clock.Advance(TimeSpan.FromSeconds(61));
        await issuer.Core.Outbox.SweepAsync(default);
        Assert.DoesNotContain(published.Id.Value, issuer.Workflows.Started);
    }

    [Fact]
    public async Task Two_environments_and_two_tenants_do_not_hear_of_each_other()
    {
        using var issuer = await Issuer.OpenAsync();
        var other = (await issuer.Core.Tenants.CreateAsync("Beta College", "industry", default)).Value.Id;
        await SubscribeAsync(issuer, tenant: other);
        await SubscribeAsync(issuer, environment: TenantEnvironment.Live);
        await issuer.SignedAsync(1);
        Assert.Equal(2, (await PublishedAsync(issuer)).Count);
        Assert.DoesNotContain(issuer.Workflows.Started, static id => id.StartsWith("evt_", StringComparison.Ordinal));
    }

    private static async Task<WebhookId> SubscribeAsync(
        Issuer issuer, string? type = null, TenantId? tenant = null, TenantEnvironment environment = TenantEnvironment.Test)
    {
        var (_, wrapped) = await issuer.Core.WebhookSecrets.CreateAsync(default);
        var now = issuer.Clock.GetUtcNow();
        var endpoint = new WebhookEndpoint(
            WebhookId.Create(now, SystemEntropy.Instance), tenant ?? issuer.Tenant.Id, environment, "https://hooks.example/x", [type ?? EventTypes.BatchCreated, EventTypes.BatchSigned], now)
        {
            Secret = wrapped,
        };
        if (type is not null)
        {
            endpoint = endpoint with { Events = [type] };
        }

        await issuer.Core.Webhooks.AddAsync(endpoint, default);
        return endpoint.Id;
    }

    private static async Task EraseAsync(Issuer issuer, CredentialId id)
    {
        var call = new ErasureCall(issuer.Tenant.Id, TenantEnvironment.Test, Issuer.Key, "req_01HXYZABCDEFGHJKMNPQRSTVWX", null);
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"requester":"recipient","verified_at":"{{ApiJson.Time(issuer.Clock.GetUtcNow())}}"}""");
        var answer = await issuer.Core.Erasure.EraseAsync(call, id.Value, body, static _ => [], default);
        Assert.True(answer.IsOk, answer.Error?.Message);
    }

    private static async Task<List<PublishedEvent>> PublishedAsync(Issuer issuer)
    {
        var found = new List<PublishedEvent>();
        await foreach (var published in issuer.Core.Events.ListAsync(issuer.Tenant.Id, TenantEnvironment.Test, DateTimeOffset.UnixEpoch, issuer.Clock.GetUtcNow().AddDays(1), default))
        {
            found.Add(published);
        }

        return found;
    }

    private static async Task<JsonNode> BodyAsync(Issuer issuer, PublishedEvent published) =>
        JsonNode.Parse(await issuer.Core.EventData.BodyAsync(published, default))!;
}
