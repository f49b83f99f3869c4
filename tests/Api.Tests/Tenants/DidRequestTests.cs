using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Tenants;

/// <summary>Requests of <c>/v1/tenants/me/did</c> that are refused.</summary>
public sealed class DidRequestTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("{}", "missing_required_field", "/did is required")]
    [InlineData("{\"did\":\"\"}", "invalid_field_format", "/did must be a did:web")]
    [InlineData("{\"did\":1}", "invalid_field_format", "/did must be a did:web")]
    [InlineData("{\"did\":\"did:key:z6Mk\"}", "invalid_field_format", "/did must be a did:web")]
    [InlineData("{\"did\":\"did:web:127.0.0.1\"}", "invalid_field_format", "/did must be a did:web")]
    [InlineData("{\"did\":\"did:web:localhost%3A8080\"}", "invalid_field_format", "/did must be a did:web")]
    [InlineData("{\"did\":\"did:web:school.example#key\"}", "invalid_field_format", "/did must be a did:web")]
    [InlineData("{\"did\":\"did:web:creds.example\"}", "invalid_field_format", "a DID of this service")]
    [InlineData("{\"did\":\"did:web:creds.example:tenants:x\"}", "invalid_field_format", "a DID of this service")]
    [InlineData("{\"did\":\"did:web:school.example\",\"force\":true}", "invalid_field_format", "/force")]
    [InlineData("[]", "invalid_field_format", "must be an object")]
    [InlineData("{\"did\":\"a\",\"did\":\"b\"}", "invalid_json", "")]
    [InlineData("{", "invalid_json", "")]
    [InlineData("", "invalid_json", "")]
    public async Task A_body_that_is_wrong_is_400_and_changes_nothing(string body, string code, string message)
    {
        var tenant = await service.TenantAsync();
        var error = (await service.SendAsync(HttpMethod.Put, DidFixture.Route, tenant.TestKey, body)).IsError(400, code);
        Assert.Contains(message, (string)error["message"]!, StringComparison.Ordinal);
        Assert.Null((await service.MeAsync(tenant))["custom_did"]);
        Assert.Empty(await service.AuditAsync(tenant));
    }

    [Theory]
    [InlineData("starter")]
    [InlineData("developer")]
    public async Task A_plan_below_institution_is_403_tier_required(string plan)
    {
        var tenant = await service.TenantAsync(plan);
        (await service.PutDidAsync(tenant.TestKey, "did:web:school.example")).IsError(403, "tier_required");
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, null)).Status);
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Delete, DidFixture.Route, tenant.TestKey)).Status);
        Assert.Empty(await service.AuditAsync(tenant));
    }

    [Fact]
    public async Task A_tenant_whose_plan_was_lowered_issues_under_the_shared_DID()
    {
        var tenant = await service.TenantAsync();
        await service.PutDidAsync(tenant.TestKey, "did:web:school.invalid");
        await service.Host.Node.Core.Tenants.ChangeAsync(tenant.Tenant.Id, static current => current with { Plan = "starter" }, default);
        var me = await service.MeAsync(tenant);
        Assert.Equal("did:web:creds.example#tenant-" + tenant.Tenant.Slug, (string?)me["did"]);
        Assert.Contains("'starter'", (string?)me["custom_did"]!["problem"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", DidFixture.Route)]
    [InlineData("DELETE", DidFixture.Route)]
    [InlineData("PATCH", "/v1/tenants/me")]
    public async Task A_key_with_the_scope_tenant_manage_is_needed(string method, string path)
    {
        (await service.SendAsync(new HttpMethod(method), path, null, "{}")).IsError(401, "api_key_missing");
        var tenant = await service.TenantAsync();
        var wanted = new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.All & ~KeyScopes.TenantManage };
        var (_, key) = await service.Host.Node.Core.ApiKeys.CreateAsync(ApiKeyId.Create(TimeProvider.System.GetUtcNow(), SystemEntropy.Instance), wanted, default);
        (await service.SendAsync(new HttpMethod(method), path, key, "{}")).IsError(403, "insufficient_scope");
    }

    [Theory]
    [InlineData("PUT", DidFixture.Route)]
    [InlineData("PATCH", "/v1/tenants/me")]
    public async Task A_body_must_be_JSON_and_small(string method, string path)
    {
        var tenant = await service.TenantAsync();
        (await service.SendAsync(new HttpMethod(method), path, tenant.TestKey, "did=x", "application/x-www-form-urlencoded")).IsError(415, "unsupported_media_type");
        (await service.SendAsync(new HttpMethod(method), path, tenant.TestKey, new string(' ', 70_000))).IsError(413, "payload_too_large");
    }

    [Fact]
    public async Task A_wrong_method_is_405()
    {
        var tenant = await service.TenantAsync();
        var answer = await service.SendAsync(HttpMethod.Get, DidFixture.Route, tenant.TestKey);
        answer.IsError(405, "method_not_allowed");
        Assert.Equal("DELETE, PUT", string.Join(", ", answer["Allow"]!.Split(", ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_host_inside_is_never_asked()
    {
        var tenant = await service.TenantAsync();
        // Names under localhost are refused before any resolver is asked.
        var answer = await service.PutDidAsync(tenant.TestKey, "did:web:sub.localhost");
        Assert.Equal((202, "pending"), (answer.Status, (string?)answer.Json["status"]));
        Assert.Contains("not one that this service fetches from", (string)answer.Json["problem"]!, StringComparison.Ordinal);
    }
}
