using System.Diagnostics;
using System.Text;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests;

/// <summary>What of a call is kept, and that keeping it costs no call anything.</summary>
public sealed class RequestLogTests(Service service) : IClassFixture<Service>
{
    private const string Credential = "crd_01HXYZABCDEFGHJKMNPQRSTVWX";

    [Fact]
    public async Task A_call_is_found_by_its_request_id_with_who_what_and_how_it_ended()
    {
        var tenant = await service.TenantAsync();
        var entry = await FindAsync(await service.GetAsync("/v1/batches?limit=5&status=pending", tenant.TestKey));
        Assert.Equal(
            (tenant.Key.Id, tenant.Tenant.Id, TenantEnvironment.Test, "GET", "/v1/batches", 200, null, null),
            (entry.Key!.Value, entry.Tenant!.Value, entry.Environment!.Value, entry.Method, entry.Route, entry.Status, entry.ErrorCode, entry.Resource));
        Assert.InRange(entry.DurationMs, 0, 10_000);
        Assert.InRange(TimeProvider.System.GetUtcNow() - entry.Time, TimeSpan.Zero, TimeSpan.FromSeconds(20));

        var missing = await FindAsync(await service.GetAsync("/v1/credentials/" + Credential, tenant.TestKey));
        Assert.Equal(("/v1/credentials/{id}", Credential, 404, "credential_not_found"), (missing.Route, missing.Resource, missing.Status, missing.ErrorCode));
        var posted = await FindAsync(await service.PostAsync(tenant.TestKey, Requests.Of(1)));
        Assert.Equal(("POST", "/v1/batches", 202), (posted.Method, posted.Route, posted.Status));
    }

    [Fact]
    public async Task A_refused_call_names_the_key_when_it_is_a_known_one()
    {
        var none = await FindAsync(await service.GetAsync("/v1/batches"));
        Assert.Equal((null, null, null, 401, "api_key_missing"), (none.Key, none.Tenant, none.Environment, none.Status, none.ErrorCode));
        var unknown = await FindAsync(await service.GetAsync("/v1/batches", ApiKeyText.Create(TenantEnvironment.Test, Core.Kernel.SystemEntropy.Instance)));
        Assert.Equal((null, 401, "api_key_invalid"), (unknown.Key, unknown.Status, unknown.ErrorCode));
        var tenant = await service.TenantAsync();
        await service.Host.Node.Core.ApiKeys.RevokeAsync(tenant.Key.Id, default);
        var revoked = await FindAsync(await service.GetAsync("/v1/batches", tenant.TestKey));
        Assert.Equal((tenant.Key.Id, tenant.Tenant.Id, "api_key_revoked"), (revoked.Key!.Value, revoked.Tenant!.Value, revoked.ErrorCode));
    }

    [Fact]
    public async Task Whatever_of_the_API_was_refused_is_kept_and_what_is_public_is_not()
    {
        var unknown = await FindAsync(await service.GetAsync("/v1/distinctive-route?distinctive-query=1"));
        Assert.Equal(("none", 404, "route_not_found"), (unknown.Route, unknown.Status, unknown.ErrorCode));
        Assert.Equal(405, (await FindAsync(await service.SendAsync(HttpMethod.Delete, "/v1/batches"))).Status);
        Assert.Equal("other", (await FindAsync(await service.SendAsync(new HttpMethod("DISTINCTIVE"), "/v1/batches"))).Method);
        var verified = await FindAsync(await service.SendAsync(HttpMethod.Post, "/v1/credentials/verify", prepare: static request =>
            request.Content = new StringContent("""{"id":"distinctive-id"}""", Encoding.UTF8, "application/json")));
        Assert.Equal(("/v1/credentials/verify", "invalid_field_format", null), (verified.Route, verified.ErrorCode, verified.Resource));
        var kept = await FindAsync(await service.GetAsync("/v1/batches/distinctive-id"));
        Assert.Equal(("/v1/batches/{id}", null), (kept.Route, kept.Resource));

        var dropped = new[] { "/healthz", "/readyz", "/.well-known/did.json", "/nothing-here", "/c/" + Credential };
        var ids = new List<string>();
        foreach (var path in dropped)
        {
            ids.Add((await service.GetAsync(path))["X-Request-Id"]!);
        }

        await FindAsync(await service.GetAsync("/v1/batches"));
        Assert.All(ids, id => Assert.Null(service.Host.Node.Core.Requests.FindAsync(id, default).Result));
        Assert.False(StoreDump.Of(service.Database, "requestlog").Contains("distinctive"));
    }

    [Fact]
    public async Task A_store_that_takes_no_log_costs_no_call_and_gets_the_entries_later()
    {
        var tenant = await service.TenantAsync();
        service.Tables.Before = static table =>
        {
            if (table == "requestlog")
            {
                throw new IOException("distinctive-store-fault");
            }
        };
        var answers = new List<Answer>();
        try
        {
            for (var i = 0; i < 5; i++)
            {
                var started = Stopwatch.GetTimestamp();
                answers.Add(await service.GetAsync("/v1/tenants/me", tenant.TestKey));
                Assert.Equal(200, answers[^1].Status);
                Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
                await Task.Delay(300);
            }
        }
        finally
        {
            service.Tables.Before = static _ => { };
        }

        foreach (var answer in answers)
        {
            await FindAsync(answer);
        }

        Assert.Equal(1, HostLog.Text.Split("The request log cannot be written: IOException").Length - 1);
        Assert.DoesNotContain("distinctive-store-fault", HostLog.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_answered_before_a_stop_is_in_the_log_after_it()
    {
        var key = (await service.TenantAsync("unlimited")).TestKey;
        var ids = (await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => service.GetAsync("/v1/batches", key)))).Select(static answer => answer["X-Request-Id"]!).ToList();
        await service.RestartAsync();
        foreach (var id in ids)
        {
            Assert.NotNull(await service.Host.Node.Core.Requests.FindAsync(id, default));
        }
    }

    /// <summary>The entry, within the two seconds in which it must be there.</summary>
    private async Task<RequestEntry> FindAsync(Answer answer)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
        {
            if (await service.Host.Node.Core.Requests.FindAsync(answer["X-Request-Id"]!, default) is { } entry)
            {
                return entry;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"No entry of {answer.Status} {answer.Text}");
    }
}
