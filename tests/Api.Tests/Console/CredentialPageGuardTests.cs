using System.Net;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>Whose credentials the console shows, to whom, and that what they say is only text.</summary>
public sealed class CredentialPageGuardTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("")]
    [InlineData("/revoke")]
    [InlineData("/erase")]
    public async Task Anothers_credential_is_not_there(string rest)
    {
        var (_, _, id) = await OneAsync();
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        foreach (var foreign in new[] { id, "crd_x", "crd_01HXYZABCDEFGHJKMNPQRSTVWX" })
        {
            Assert.Equal(404, (await browser.GetAsync($"/console/credentials/{foreign}{rest}")).Status);
            var action = rest.Length == 0 ? "/resend" : rest;
            Assert.Equal(404, (await browser.PostAsync($"/console/credentials/{foreign}{action}", [("reason", "x"), ("reason_code", "fraud"), ("confirm", id[^6..])], from: "/console/credentials")).Status);
        }

        var live = (string)(await service.AnchoredAsync(tenant.LiveKey, Requests.Of(1)))["credentials"]![0]!["id"]!;
        Assert.Equal(403, (await browser.GetAsync($"/console/credentials/{live}{rest}")).Status);
    }

    [Theory]
    [InlineData(KeyScopes.CredentialsRead, "200 200 200 403 403 403 403")]
    [InlineData(KeyScopes.CredentialsRevoke, "403 403 403 200 403 403 403")]
    [InlineData(KeyScopes.CredentialsErase, "403 403 403 403 200 200 403")]
    [InlineData(KeyScopes.BatchesWrite, "403 403 403 403 403 403 303")]
    public async Task Scopes_are_those_of_the_API(KeyScopes scopes, string statuses)
    {
        var (tenant, _, id) = await OneAsync();
        var browser = await Browser.OfTenantAsync(service, await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = scopes }));
        Answer[] answers =
        [
            await browser.GetAsync("/console/credentials"),
            await browser.PostAsync("/console/credentials", [("q", "S-1")]),
            await browser.GetAsync("/console/credentials/" + id),
            await browser.GetAsync($"/console/credentials/{id}/revoke"),
            await browser.GetAsync($"/console/credentials/{id}/erase"),
            await browser.GetAsync("/console/erasure-requests"),
            await browser.PostAsync($"/console/credentials/{id}/resend", []),
        ];
        Assert.Equal(statuses, string.Join(' ', answers.Select(static answer => answer.Status)));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img/src=x/onerror=alert(1)>")]
    [InlineData("'onmouseover='alert(1)")]
    public async Task Hostile_text_is_only_text(string hostile)
    {
        var (_, browser, id) = await OneAsync(credential =>
        {
            credential["recipient"]!["name"] = "n" + hostile;
            credential["achievement"]!["name"] = "a" + hostile;
            credential["external_id"] = "e" + hostile;
            credential["tenant_metadata"] = new JsonObject { ["m"] = hostile };
        });
        Answer[] pages =
        [
            await browser.GetAsync("/console/credentials/" + id), await browser.GetAsync("/console/credentials"),
            await browser.PostAsync("/console/credentials", [("q", "e" + hostile)], from: "/console/credentials"),
            await browser.PostAsync($"/console/credentials/{id}/revoke", [("reason", "r" + hostile), ("reason_code", ""), ("replaced_by", hostile)], from: "/console/credentials"),
        ];
        foreach (var page in pages)
        {
            Assert.Contains(hostile, WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("'onmouseover", page.Text, StringComparison.Ordinal);
        }
    }

    private Task<(TestTenant Tenant, Browser Browser, string Id)> OneAsync(Action<JsonObject>? change = null) => Credentials.OneAsync(service, change);
}

/// <summary>Credentials to look at.</summary>
internal static class Credentials
{
    /// <summary>An anchored one with the external id S-1, and its tenant at the console.</summary>
    public static async Task<(TestTenant Tenant, Browser Browser, string Id)> OneAsync(Service service, Action<JsonObject>? change = null)
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1, credential =>
        {
            credential["external_id"] = "S-1";
            change?.Invoke(credential);
        }));
        return (tenant, await Browser.OfTenantAsync(service, tenant.TestKey), (string)batch["credentials"]![0]!["id"]!);
    }
}
