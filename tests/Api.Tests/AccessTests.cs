using System.Diagnostics;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Tenants;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Api.Tests;

/// <summary>A service behind one proxy.</summary>
public sealed class ProxiedService : Service
{
    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Proxy.Hops = 1;
    }
}

/// <summary>What a key may do, from where, and until when (spec/api.md, "API keys"); in what order it is refused ("Errors").</summary>
public sealed class AccessTests(ProxiedService service) : IClassFixture<ProxiedService>
{
    private const string Allowed = "192.0.2.77";

    /// <summary>Method, path, and the scope it needs; "" where any key will do.</summary>
    public static TheoryData<string, string, string> Routes => new()
    {
        { "POST", "/v1/batches", "batches:write" },
        { "GET", "/v1/batches", "batches:read" },
        { "GET", "/v1/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX", "batches:read" },
        { "GET", "/v1/credentials/crd_01HXYZABCDEFGHJKMNPQRSTVWX", "credentials:read" },
        { "POST", "/v1/webhooks", "webhooks:manage" },
        { "GET", "/v1/webhooks", "webhooks:manage" },
        { "GET", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX", "webhooks:manage" },
        { "PATCH", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX", "webhooks:manage" },
        { "DELETE", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX", "webhooks:manage" },
        { "POST", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX/test", "webhooks:manage" },
        { "POST", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX/rotate-secret", "webhooks:manage" },
        { "POST", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX/replay", "webhooks:manage" },
        { "GET", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX/deliveries", "webhooks:manage" },
        { "GET", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX/deliveries/dlv_01HXYZABCDEFGHJKMNPQRSTVWX", "webhooks:manage" },
        { "POST", "/v1/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX/deliveries/dlv_01HXYZABCDEFGHJKMNPQRSTVWX/retry", "webhooks:manage" },
        { "GET", "/v1/tenants/me", "" },
        { "GET", "/v1/tenants/tnt_01HXYZABCDEFGHJKMNPQRSTVWX", "" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_key_with_only_its_scope_may_and_a_key_with_all_others_may_not(string method, string path, string scope)
    {
        var tenant = (await service.TenantAsync()).Tenant.Id;
        var needed = scope.Length == 0 ? KeyScopes.None : KeyScopeNames.Parse([scope]);
        foreach (var one in KeyScopeNames.Of(KeyScopes.All))
        {
            var key = await service.KeyAsync(new NewApiKey(tenant, TenantEnvironment.Test) { Scopes = KeyScopeNames.Parse([one]) });
            var answer = await service.SendAsync(new HttpMethod(method), path, key);
            Assert.Equal(one != scope && scope.Length > 0, answer.ErrorCode == "insufficient_scope");
        }

        if (needed != KeyScopes.None)
        {
            var key = await service.KeyAsync(new NewApiKey(tenant, TenantEnvironment.Test) { Scopes = KeyScopes.All & ~needed });
            var error = (await service.SendAsync(new HttpMethod(method), path, key)).IsError(403, "insufficient_scope");
            Assert.EndsWith(scope, (string)error["message"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_stops_by_itself_when_it_expires()
    {
        var tenant = (await service.TenantAsync()).Tenant.Id;
        var expires = DateTimeOffset.UtcNow.AddSeconds(2);
        var key = await service.KeyAsync(new NewApiKey(tenant, TenantEnvironment.Test) { ExpiresAt = expires });
        Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", key)).Status);
        while (DateTimeOffset.UtcNow <= expires)
        {
            await Task.Delay(50);
        }

        var error = (await service.GetAsync("/v1/tenants/me", key)).IsError(401, "api_key_revoked");
        Assert.Contains("expired", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "192.0.2.64")]
    [InlineData(true, "192.0.2.127")]
    [InlineData(false, "192.0.2.63")]
    [InlineData(false, "192.0.2.128")]
    [InlineData(true, "2001:db8:0:1::")]
    [InlineData(true, "[2001:db8:0:1:ffff:ffff:ffff:ffff]:443")]
    [InlineData(false, "2001:db8:0:2::")]
    [InlineData(false, "2001:db8::ffff:ffff:ffff:ffff")]
    [InlineData(true, "203.0.113.5")]
    [InlineData(true, "::ffff:203.0.113.5")]
    [InlineData(false, "203.0.113.4")]
    // An allowed address that the caller wrote, before the proxy wrote the true one.
    [InlineData(false, "203.0.113.5, 198.51.100.1")]
    [InlineData(false, "203.0.113.5", "198.51.100.1")]
    [InlineData(false, "203.0.113.5,198.51.100.1,unknown")]
    [InlineData(true, "198.51.100.1, 203.0.113.5")]
    [InlineData(false)]
    public async Task A_key_with_addresses_works_from_these_alone(bool isAllowed, params string[] forwarded)
    {
        var tenant = (await service.TenantAsync()).Tenant.Id;
        var addresses = AddressList.Parse(["192.0.2.64/26", "2001:db8:0:1::/64", "203.0.113.5"]).Value;
        var key = await service.KeyAsync(new NewApiKey(tenant, TenantEnvironment.Test) { Addresses = addresses });
        var answer = await service.SendAsync(HttpMethod.Get, "/v1/tenants/me", key, request =>
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded));
        if (isAllowed)
        {
            Assert.Equal(200, answer.Status);
        }
        else
        {
            answer.IsError(401, "ip_not_allowed");
        }
    }

    [Fact]
    public async Task The_order_of_refusals_is_key_address_scope_plan_body_existence()
    {
        var tenant = await service.TenantAsync("developer");
        var keys = service.Host.Node.Core.ApiKeys;
        var wanted = new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Live)
        {
            Scopes = KeyScopes.TenantManage,
            Addresses = AddressList.Parse([Allowed]).Value,
            ExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
        };
        var (record, key) = (await service.Host.Node.Core.ApiKeyChanges.CreateAsync(wanted, "operator", default)).Value;

        // Each request has every fault that comes later, too.
        Task<Answer> Post(string? with, string from) => service.SendAsync(HttpMethod.Post, "/v1/batches", with, request =>
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", from);
            request.Content = new StringContent("{", null, "text/plain");
        });
        (await Post(null, "198.51.100.1")).IsError(401, "api_key_missing");
        (await Post(key[..^1], "198.51.100.1")).IsError(401, "api_key_invalid");
        (await Post(key, "198.51.100.1")).IsError(401, "ip_not_allowed");
        (await Post(key, Allowed)).IsError(403, "insufficient_scope");
        var live = await service.KeyAsync(wanted with { Scopes = KeyScopes.All });
        (await Post(live, Allowed)).IsError(403, "tier_required");
        var test = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test));
        (await Post(test, Allowed)).IsError(415, "unsupported_media_type");
        (await service.GetAsync("/v1/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX", test)).IsError(404, "batch_not_found");

        Assert.True(await keys.RevokeAsync(record.Id, default));
        (await Post(key, "198.51.100.1")).IsError(401, "api_key_revoked");
    }

    [Fact]
    public async Task A_key_revoked_by_another_process_on_the_store_is_refused_within_5_s_and_may_not_come_back()
    {
        var tenant = await service.TenantAsync();
        var settings = new Settings(service.Host.Node.Core.Options, new StandaloneOptions { DataDirectory = Path.GetDirectoryName(service.Database)! });
        await using var other = await LocalNode.OpenAsync(settings, NullLoggerFactory.Instance, new PortDecorators(), default);
        Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Status);
        Assert.True(await other.Core.ApiKeyChanges.RevokeAsync(tenant.Key.Id, "operator", default));
        var watch = Stopwatch.StartNew();
        (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).IsError(401, "api_key_revoked");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        // The use that was noted before must not have undone it.
        await Task.Delay(200);
        (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).IsError(401, "api_key_revoked");
    }

    [Fact]
    public async Task A_request_let_in_is_the_last_use_of_its_key_and_one_refused_is_none()
    {
        var tenant = await service.TenantAsync();
        var keys = service.Host.Node.Core.ApiKeys;
        var elsewhere = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Name = "elsewhere", Addresses = AddressList.Parse([Allowed]).Value });
        var before = DateTimeOffset.UtcNow;
        Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Status);
        (await service.GetAsync("/v1/tenants/me", elsewhere)).IsError(401, "ip_not_allowed");
        DateTimeOffset? used = null;
        for (var tries = 0; used is null && tries < 100; tries++)
        {
            await Task.Delay(20);
            used = (await keys.ListAsync(tenant.Tenant.Id, default)).Single(entry => entry.Key.Id == tenant.Key.Id).LastUsedAt;
        }

        Assert.InRange(used!.Value, before, DateTimeOffset.UtcNow);
        Assert.Null((await keys.ListAsync(tenant.Tenant.Id, default)).Single(static entry => entry.Key.Name == "elsewhere").LastUsedAt);
    }

    [Fact]
    public async Task No_address_stands_in_the_log()
    {
        var tenant = await service.TenantAsync();
        const string Address = "192.0.2.213";
        var key = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Addresses = AddressList.Parse([Address]).Value });
        foreach (var from in new[] { Address, "198.51.100.213", "not-an-address.213" })
        {
            var answer = await service.SendAsync(HttpMethod.Get, "/v1/tenants/me", key, request => request.Headers.TryAddWithoutValidation("X-Forwarded-For", from));
            Assert.DoesNotContain(".213", answer.Text, StringComparison.Ordinal);
        }

        service.Tables.Before = static table => _ = table == "ratelimits" ? throw new IOException("disk") : 0;
        (await service.SendAsync(HttpMethod.Get, "/v1/tenants/me", key, static request => request.Headers.TryAddWithoutValidation("X-Forwarded-For", Address)))
            .IsError(500, "internal_error");
        service.Tables.Before = static _ => { };
        await HostLog.ShowsAsync("IOException");
        Assert.DoesNotContain(".213", HostLog.Text, StringComparison.Ordinal);
    }
}
