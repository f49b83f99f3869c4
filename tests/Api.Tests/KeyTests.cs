using System.Net.Http.Headers;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests;

/// <summary>Who may call (spec/api.md "API keys"; seeds/error-codes.txt "Authentication").</summary>
public sealed class KeyTests(Service service) : IClassFixture<Service>
{
    public static TheoryData<string, string> Routes => new()
    {
        { "POST", "/v1/batches" },
        { "GET", "/v1/batches" },
        { "GET", "/v1/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX" },
        { "GET", "/v1/credentials/crd_01HXYZABCDEFGHJKMNPQRSTVWX" },
        { "GET", "/v1/tenants/me" },
        { "GET", "/v1/tenants/tnt_01HXYZABCDEFGHJKMNPQRSTVWX" },
        { "HEAD", "/v1/tenants/me" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_call_without_a_key_is_401_api_key_missing(string method, string path)
    {
        var answer = await service.SendAsync(new HttpMethod(method), path);
        Assert.Equal(401, answer.HasRequestId().Status);
        Assert.Equal("Bearer", answer["WWW-Authenticate"]);
        if (method != "HEAD")
        {
            answer.IsError(401, "api_key_missing");
        }
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer lrn_test_")]
    [InlineData("Bearer lrn_prod_4PByjYt8PKZ3ZuxnYH2y1oH2Wc5rqBMbGJCvyp5PDrZV6nDBJ")]
    [InlineData("lrn_test_4PByjYt8PKZ3ZuxnYH2y1oH2Wc5rqBMbGJCvyp5PDrZV6nDBJ")]
    public async Task Anything_but_a_bearer_key_is_api_key_invalid_without_a_look_into_the_store(string authorization)
    {
        var before = service.Tables.Reads("apikeys");
        var answer = await service.SendAsync(HttpMethod.Get, "/v1/tenants/me", prepare: request =>
            request.Headers.TryAddWithoutValidation("Authorization", authorization));
        answer.IsError(401, "api_key_invalid");
        Assert.Equal(before, service.Tables.Reads("apikeys"));
    }

    [Fact]
    public async Task A_key_with_one_changed_character_is_refused_by_its_checksum_alone()
    {
        var key = (await service.TenantAsync()).TestKey;
        var before = service.Tables.Reads("apikeys");
        for (var at = "lrn_test_".Length; at < key.Length; at++)
        {
            var mistyped = key[..at] + (key[at] == '2' ? '3' : '2') + key[(at + 1)..];
            (await service.GetAsync("/v1/tenants/me", mistyped)).IsError(401, "api_key_invalid");
        }

        Assert.Equal(before, service.Tables.Reads("apikeys"));
        Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", key)).Status);
    }

    [Fact]
    public async Task A_well_formed_key_that_nobody_made_is_api_key_invalid()
    {
        var error = (await service.GetAsync("/v1/tenants/me", ApiKeyText.Create(TenantEnvironment.Test, SystemEntropy.Instance))).IsError(401, "api_key_invalid");
        Assert.Contains("not known", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_other_prefix_is_another_key()
    {
        var key = (await service.TenantAsync()).TestKey;
        (await service.GetAsync("/v1/tenants/me", key.Replace("_test_", "_live_", StringComparison.Ordinal))).IsError(401, "api_key_invalid");
    }

    [Fact]
    public async Task A_revoked_key_stops_at_once_and_the_tenants_other_keys_go_on()
    {
        var tenant = await service.TenantAsync();
        Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).Status);
        Assert.True(await service.Host.Node.Core.ApiKeys.RevokeAsync(tenant.Key.Id, default));
        (await service.GetAsync("/v1/tenants/me", tenant.TestKey)).IsError(401, "api_key_revoked");
        (await service.PostAsync(tenant.TestKey, Requests.Of(1))).IsError(401, "api_key_revoked");
        Assert.Equal(200, (await service.GetAsync("/v1/tenants/me", tenant.LiveKey)).Status);
    }

    [Fact]
    public async Task A_live_key_on_a_plan_without_live_keys_is_tier_required()
    {
        var tenant = await service.TenantAsync("developer");
        (await service.PostAsync(tenant.LiveKey, Requests.Of(1))).IsError(403, "tier_required");
        Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1))).Status);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_scheme_is_read_in_any_case(string scheme)
    {
        var key = (await service.TenantAsync()).TestKey;
        var answer = await service.SendAsync(HttpMethod.Get, "/v1/tenants/me", prepare: request =>
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, key));
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task No_key_stands_in_the_log_or_in_the_store()
    {
        var tenant = await service.TenantAsync();
        await service.GetAsync("/v1/tenants/me", tenant.TestKey);
        await service.GetAsync("/v1/tenants/me?key=" + tenant.TestKey, tenant.TestKey[..^1]);
        Assert.DoesNotContain(tenant.TestKey[9..30], HostLog.Text, StringComparison.Ordinal);
        Assert.False(StoreDump.Of(service.Database).Contains(tenant.TestKey[9..30]));
    }
}
