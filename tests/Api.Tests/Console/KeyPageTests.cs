using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>API keys in the console: made once, shown once, never more than the maker's own.</summary>
public sealed partial class KeyPageTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    private const string Path = "/console/keys";

    [Fact]
    public async Task A_key_is_made_with_what_was_asked_for_shown_once_and_works()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var made = await PostAsync(browser, [("name", "Registrar <b>"), ("scope", "batches:read"), ("scope", "tenant:manage"), ("addresses", "192.0.2.0/24, 2001:db8::/32"), ("expires", "30")]);
        Assert.Equal(200, made.Status);
        var text = KeyIn(made);
        Assert.DoesNotContain(text, (await browser.GetAsync(Path)).Text, StringComparison.Ordinal);

        var key = (await service.Host.Node.Core.ApiKeys.FindAsync(text, default))!;
        Assert.Equal((tenant.Tenant.Id, TenantEnvironment.Test, "Registrar <b>"), (key.Tenant, key.Environment, key.Name));
        Assert.Equal(KeyScopes.BatchesRead | KeyScopes.TenantManage, key.Scopes);
        Assert.Equal(["192.0.2.0/24", "2001:db8::/32"], key.Addresses!.Entries);
        Assert.InRange(key.ExpiresAt!.Value - key.CreatedAt, TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Get, "/v1/batches", text, static request => request.Headers.Add("X-Forwarded-For", "192.0.2.9"))).Status);

        var list = (await browser.GetAsync(Path)).Text;
        Assert.Contains(key.Id.Value, list, StringComparison.Ordinal);
        Assert.Contains("Registrar &lt;b&gt;", list, StringComparison.Ordinal);
        var entry = await EntryAsync(tenant, "api_key.created", key.Id);
        Assert.Equal((tenant.Key.Id.Value, made["X-Request-Id"]), (entry.Actor, entry.RequestId));
    }

    [Fact]
    public async Task Reloading_the_page_that_shows_a_key_makes_no_second_one()
    {
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = (await browser.GetAsync(Path)).Text;
        (string, string)[] form = [("form_token", Browser.TokenIn(page)), ("once", OnceIn(page)), ("scope", "batches:read")];
        Assert.Equal(200, (await browser.SendAsync(HttpMethod.Post, Path, form, null)).Status);
        var count = (await service.Host.Node.Core.ApiKeys.ListAsync(tenant.Tenant.Id, default)).Count;
        var again = await browser.SendAsync(HttpMethod.Post, Path, form, null);
        Assert.Equal((303, Path), (again.Status, again["Location"]));
        Assert.Equal(count, (await service.Host.Node.Core.ApiKeys.ListAsync(tenant.Tenant.Id, default)).Count);
        var told = (await browser.GetAsync(Path)).Text;
        Assert.Contains("sent twice", told, StringComparison.Ordinal);
        Assert.DoesNotContain("sent twice", (await browser.GetAsync(Path)).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await PostAsync(browser, [("scope", "batches:read")])).Status);
    }

    [Fact]
    public async Task No_key_makes_one_that_may_do_more_than_itself()
    {
        var tenant = await service.TenantAsync();
        var core = service.Host.Node.Core;
        var own = await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test)
        {
            Scopes = KeyScopes.TenantManage | KeyScopes.BatchesRead,
            ExpiresAt = core.Time.GetUtcNow().AddDays(10),
            Addresses = AddressList.Parse(["192.0.2.0/24"]).Value,
        });
        var browser = new Browser(service) { Headers = { ["X-Forwarded-For"] = "192.0.2.7" } };
        Assert.Equal(303, (await browser.SignInAsync(own)).Status);
        var count = (await core.ApiKeys.ListAsync(tenant.Tenant.Id, default)).Count;
        foreach (var (scope, addresses, expires) in new[]
        {
            ("credentials:erase", "192.0.2.7", "5"), ("batches:read", "", "5"), ("batches:read", "192.0.2.0/23", "5"), ("batches:read", "192.0.2.7 198.51.100.1", "5"),
            ("batches:read", "192.0.2.7", ""), ("batches:read", "192.0.2.7", "11"), ("everything", "192.0.2.7", "5"), ("", "192.0.2.7", "5"), ("batches:read", "192.0.2.300", "5"),
        })
        {
            var refused = await PostAsync(browser, [("scope", scope), ("addresses", addresses), ("expires", expires)]);
            Assert.True(refused.Status == 422, $"{scope} {addresses} {expires}: {refused.Status}");
            Assert.Contains("role=\"alert\"", refused.Text, StringComparison.Ordinal);
            Assert.Equal(count, (await core.ApiKeys.ListAsync(tenant.Tenant.Id, default)).Count);
        }

        // It has no live one either way: there is no field for it.
        var made = await PostAsync(browser, [("scope", "batches:read"), ("addresses", "192.0.2.7"), ("expires", "5"), ("environment", "live")]);
        Assert.StartsWith("lrn_test_", KeyIn(made), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_revoked_after_a_question_and_revoking_ones_own_ends_the_session()
    {
        var tenant = await service.TenantAsync();
        var core = service.Host.Node.Core;
        var (other, text) = await core.ApiKeys.CreateAsync(tenant.Tenant.Id, TenantEnvironment.Test, "other", default);
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        Assert.Equal(200, (await browser.GetAsync($"{Path}/{other.Id}/revoke")).Status);
        Assert.Null((await core.ApiKeys.FindAsync(other.Id, default))!.RevokedAt);
        var revoked = await browser.PostAsync($"{Path}/{other.Id}/revoke", [], from: $"{Path}/{other.Id}/revoke");
        Assert.Equal((303, Path), (revoked.Status, revoked["Location"]));
        Assert.Contains($"{other.Id} is revoked", (await browser.GetAsync(Path)).Text, StringComparison.Ordinal);
        (await service.GetAsync("/v1/batches", text)).IsError(401, "api_key_revoked");
        var entry = await EntryAsync(tenant, "api_key.revoked", other.Id);
        Assert.Equal((tenant.Key.Id.Value, revoked["X-Request-Id"]), (entry.Actor, entry.RequestId));

        Assert.Equal(303, (await browser.PostAsync($"{Path}/{tenant.Key.Id}/revoke", [], from: $"{Path}/{tenant.Key.Id}/revoke")).Status);
        Assert.Equal((303, "/console/login?next=" + Path), ((await browser.GetAsync(Path)).Status, (await new Browser(service).GetAsync(Path))["Location"]));
    }

    private static async Task<Answer> PostAsync(Browser browser, IEnumerable<(string, string)> fields)
    {
        var page = (await browser.GetAsync(Path)).Text;
        return await browser.SendAsync(HttpMethod.Post, Path, [.. fields, ("form_token", Browser.TokenIn(page)), ("once", OnceIn(page))], null);
    }

    private async Task<AuditEntry> EntryAsync(TestTenant tenant, string action, ApiKeyId key)
    {
        await foreach (var record in service.Host.Node.Core.Audit.ListAsync(tenant.Tenant.Id, default))
        {
            if (record.Entry.Action == action && record.Entry.Subject == key.Value)
            {
                return record.Entry;
            }
        }

        throw new InvalidDataException("No entry in the audit chain");
    }

    private static string KeyIn(Answer page) => WebUtility.HtmlDecode(KeyPattern().Match(page.Text).Groups["key"].Value);

    private static string OnceIn(string page) => OncePattern().Match(page).Groups["once"].Value;

    [GeneratedRegex("id=\"secret\"[^>]* value=\"(?<key>lrn_[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex KeyPattern();

    [GeneratedRegex("name=\"once\" value=\"(?<once>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex OncePattern();
}
