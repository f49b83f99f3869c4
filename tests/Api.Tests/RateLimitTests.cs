using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Tenants;
using Xunit.Abstractions;

namespace LearnCoin.Api.Tests;

/// <summary>Plans with small limits, so that a test comes to their end.</summary>
public sealed class LimitedService : Service
{
    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Plans["tiny"] = new PlanOptions { MonthlyCredentials = 1_000, RequestsPerMinute = 5, LiveKeys = true };
        product.Plans["tiny-test"] = new PlanOptions { MonthlyCredentials = 1_000, RequestsPerMinute = 5, LiveKeys = false };
        product.Plans["middle"] = new PlanOptions { MonthlyCredentials = 1_000, RequestsPerMinute = 120, LiveKeys = true };
    }
}

/// <summary>Spec/api.md, "Rate limit", over HTTP. What time does to it: SlidingWindowTests and TenantRateLimitTests.</summary>
public sealed partial class RateLimitTests(LimitedService service, ITestOutputHelper output) : IClassFixture<LimitedService>
{
    [Fact]
    public async Task The_limit_is_one_for_all_endpoints_keys_and_environments_of_a_tenant()
    {
        var tenant = await service.TenantAsync("tiny");
        Assert.Equal((200, "\"tenant\";r=4;t=60"), Limit(await service.GetAsync("/v1/tenants/me", tenant.TestKey)));
        Assert.Equal((202, 3), Left(await service.PostAsync(tenant.LiveKey, Requests.Of(3))));
        Assert.Equal((404, 2), Left(await service.GetAsync("/v1/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX", tenant.TestKey)));
        Assert.Equal((400, 1), Left(await service.PostAsync(tenant.TestKey, "{"u8.ToArray())));
        Assert.Equal((200, 0), Left(await service.GetAsync("/v1/batches", tenant.LiveKey)));
        foreach (var key in new[] { tenant.TestKey, tenant.LiveKey })
        {
            var refused = await service.GetAsync("/v1/tenants/me", key);
            refused.IsError(429, "rate_limited");
            var seconds = int.Parse(refused["Retry-After"]!, CultureInfo.InvariantCulture);
            Assert.InRange(seconds, 50, 60);
            Assert.Equal((429, $"\"tenant\";r=0;t={seconds}"), Limit(refused));
        }
    }

    [Fact]
    public async Task Every_answer_to_an_accepted_key_tells_of_the_limit()
    {
        var tenant = await service.TenantAsync();
        Answer[] answers =
        [
            await service.GetAsync("/v1/tenants/me", tenant.TestKey),
            await service.SendAsync(HttpMethod.Head, "/v1/tenants/me", tenant.TestKey),
            await service.PostAsync(tenant.TestKey, Requests.Of(1)),
            await service.PostAsync(tenant.TestKey, "{"u8.ToArray()),
            await service.PostAsync(tenant.TestKey, "{}"u8.ToArray(), contentType: "text/plain"),
            await service.PostAsync(tenant.TestKey, Requests.Of(1), "not visible \u007f"),
            await service.GetAsync("/v1/batches?limit=0", tenant.TestKey),
            await service.GetAsync("/v1/credentials/crd_01HXYZABCDEFGHJKMNPQRSTVWX", tenant.LiveKey),
            await service.GetAsync("/v1/tenants/tnt_01HXYZABCDEFGHJKMNPQRSTVWX", tenant.LiveKey),
        ];
        for (var i = 0; i < answers.Length; i++)
        {
            Assert.Equal("\"tenant\";q=1200;w=60", answers[i]["RateLimit-Policy"]);
            Assert.Equal(1_199 - i, Left(answers[i]).Remaining);
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_tells_of_the_limit_too()
    {
        var tenant = await service.TenantAsync();
        service.Tables.Before = static table => _ = table == "quotas" ? throw new IOException("disk") : 0;
        var answer = await service.GetAsync("/v1/tenants/me", tenant.TestKey);
        service.Tables.Before = static _ => { };
        answer.IsError(500, "internal_error");
        Assert.Equal(1_199, Left(answer).Remaining);
    }

    [Fact]
    public async Task What_is_refused_before_the_limit_costs_no_token_and_is_refused_the_same_when_there_is_none()
    {
        var tenant = await service.TenantAsync("tiny");
        var keys = service.Host.Node.Core.ApiKeys;
        var narrow = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.TenantManage });
        var elsewhere = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Addresses = AddressList.Parse(["192.0.2.1"]).Value });
        Assert.True(await keys.RevokeAsync(tenant.Key.Id, default));
        for (var round = 0; round < 4; round++)
        {
            Assert.Null((await service.GetAsync("/v1/batches", tenant.TestKey))["RateLimit"]);
            Assert.Null((await service.GetAsync("/v1/batches", elsewhere))["RateLimit"]);
            Assert.Null((await service.GetAsync("/v1/batches"))["RateLimit"]);
            Assert.Equal((403, 5), Left(await service.GetAsync("/v1/batches", narrow)));
        }

        for (var left = 4; left >= 0; left--)
        {
            Assert.Equal((200, left), Left(await service.GetAsync("/v1/batches", tenant.LiveKey)));
        }

        (await service.GetAsync("/v1/batches", tenant.TestKey)).IsError(401, "api_key_revoked");
        (await service.GetAsync("/v1/batches", elsewhere)).IsError(401, "ip_not_allowed");
        (await service.GetAsync("/v1/batches", narrow)).IsError(403, "insufficient_scope");
        (await service.GetAsync("/v1/batches", tenant.LiveKey)).IsError(429, "rate_limited");
        // Before the body is looked at, and before what it asks for.
        (await service.PostAsync(tenant.LiveKey, "{"u8.ToArray(), contentType: "text/plain")).IsError(429, "rate_limited");
        (await service.GetAsync("/v1/batches/none", tenant.LiveKey)).IsError(429, "rate_limited");
    }

    [Fact]
    public async Task A_live_key_without_a_plan_for_it_is_told_so_and_costs_no_token()
    {
        var tenant = await service.TenantAsync("tiny-test");
        for (var round = 0; round < 7; round++)
        {
            Assert.Equal((403, 5), Left(await service.PostAsync(tenant.LiveKey, "{"u8.ToArray())));
        }

        Assert.Equal((200, 4), Left(await service.GetAsync("/v1/batches", tenant.TestKey)));
    }

    [Fact]
    public async Task A_plan_that_the_configuration_has_no_more_is_tier_required()
    {
        var tenant = await service.TenantAsync("no-such-plan");
        foreach (var key in new[] { tenant.TestKey, tenant.LiveKey })
        {
            var error = (await service.PostAsync(key, Requests.Of(1))).IsError(403, "tier_required");
            Assert.Contains("'no-such-plan'", (string)error["message"]!, StringComparison.Ordinal);
            (await service.GetAsync("/v1/tenants/me", key)).IsError(403, "tier_required");
        }
    }

    [Fact]
    public async Task Of_1000_requests_by_8_parallel_clients_120_pass()
    {
        var tenant = await service.TenantAsync("middle");
        var statuses = (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var seen = new List<int>();
            for (var i = 0; i < 125; i++)
            {
                seen.Add((await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Status);
            }

            return seen;
        })))).SelectMany(static seen => seen).ToList();
        Assert.Equal((120, 880), (statuses.Count(static status => status == 200), statuses.Count(static status => status == 429)));
    }

    [Fact]
    public async Task Sixty_four_parallel_clients_of_one_tenant_are_all_served()
    {
        var tenant = await service.TenantAsync("unlimited");
        var watch = Stopwatch.StartNew();
        var slowest = (await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            var slowest = TimeSpan.Zero;
            for (var i = 0; i < 50; i++)
            {
                var began = watch.Elapsed;
                Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Status);
                slowest = watch.Elapsed - began > slowest ? watch.Elapsed - began : slowest;
            }

            return slowest;
        })))).Max();
        output.WriteLine($"{64 * 50 / watch.Elapsed.TotalSeconds:0} requests/s of one tenant, the slowest after {slowest.TotalMilliseconds:0} ms");
        Assert.Equal(1_000_000 - 3_201, Left(await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Remaining);
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/.well-known/did.json")]
    [InlineData("/issuer/profile.json")]
    [InlineData("/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX")]
    public async Task Pages_and_documents_have_no_limit(string path)
    {
        for (var i = 0; i < 100; i++)
        {
            var answer = await service.GetAsync(path);
            Assert.NotEqual(429, answer.Status);
            Assert.Null(answer["RateLimit"]);
        }
    }

    private static (int Status, string? Limit) Limit(Answer answer) => (answer.Status, answer["RateLimit"]);

    private static (int Status, int Remaining) Left(Answer answer)
    {
        var match = Form().Match(answer["RateLimit"] ?? "");
        Assert.True(match.Success, $"{answer.Status} {answer["RateLimit"]}");
        return (answer.Status, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^\"tenant\";r=([0-9]+);t=([1-9]|[1-5][0-9]|60)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
