using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>Tenants and their keys as operators manage them in the console: as the command line does, by the same classes.</summary>
public sealed partial class TenantPageTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    private LearnCoinCore Core => service.Host.Node.Core;

    [Fact]
    public async Task A_tenant_is_made_renamed_put_on_a_plan_suspended_and_resumed_and_its_chain_says_who_did_it()
    {
        var browser = await OperatorAsync();
        var name = "Academy of Foundations " + Ulid.Create(DateTimeOffset.UtcNow, SystemEntropy.Instance)[^6..];
        var made = await browser.SubmitAsync("/console/tenants", "/console/tenants", ("name", name), ("plan", "developer"));
        var here = Assert.Single(made.All("Location").DefaultIfEmpty(made["Location"]!));
        Assert.Matches("^/console/tenants/tnt_", here);
        Assert.True(TenantId.TryParse(here[^30..], out var id));
        Assert.Contains(name, (await browser.GetAsync("/console/tenants?q=" + Uri.EscapeDataString(name[..12]))).Text, StringComparison.Ordinal);

        await browser.DoneAsync(here + "/plan", here, ("plan", "institution"));
        await browser.DoneAsync(here + "/rename", here, ("name", name + " Reborn"));
        Assert.Contains("Suspend this tenant?", (await browser.GetAsync(here + "/suspend")).Text, StringComparison.Ordinal);
        await browser.DoneAsync(here + "/suspend", here + "/suspend");
        var suspended = await Core.Tenants.FindAsync(id, default);
        Assert.Equal(("institution", name + " Reborn", true), (suspended!.Plan, suspended.Name, suspended.SuspendedAt is not null));
        await browser.DoneAsync(here + "/resume", here);
        await browser.DoneAsync(here + "/rotate-signing", here + "/rotate-signing");
        Assert.Equal(2, (await Core.TenantKeys.ListAsync(id, default)).Count);

        var entries = await service.AuditAsync(id);
        Assert.Equal(["tenant.created", "tenant.plan_set", "tenant.renamed", "tenant.suspended", "tenant.resumed", "key.rotated"], entries.Select(static entry => entry.Action));
        Assert.All(entries, static entry => Assert.Equal(("operator", "req_"), (entry.Actor, entry.RequestId![..4])));
        Assert.Equal(6, entries.Select(static entry => entry.RequestId).Distinct().Count());
        var chain = (await browser.GetAsync("/console/audit/" + id)).Text;
        Assert.Contains("The chain is whole: 6 entries", chain, StringComparison.Ordinal);
        Assert.All(entries, entry => Assert.Contains(entry.Action, chain, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_for_a_tenant_or_a_signing_key_that_is_sent_twice_does_it_once()
    {
        var browser = await OperatorAsync();
        var name = "Twice " + Ulid.Create(DateTimeOffset.UtcNow, SystemEntropy.Instance)[^8..];
        var fields = await browser.FieldsAsync("/console/tenants", ("name", name), ("plan", "starter"));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(303, (await browser.SendAsync(HttpMethod.Post, "/console/tenants", fields, null)).Status);
        }

        var tenant = Assert.Single(await Core.Tenants.ListAsync(default), tenant => tenant.Name == name);
        var rotate = $"/console/tenants/{tenant.Id}/rotate-signing";
        fields = await browser.FieldsAsync(rotate);
        await browser.SendAsync(HttpMethod.Post, rotate, fields, null);
        await browser.SendAsync(HttpMethod.Post, rotate, fields, null);
        Assert.Equal(2, (await Core.TenantKeys.ListAsync(tenant.Id, default)).Count);
    }

    [Fact]
    public async Task A_name_that_is_taken_and_a_plan_that_is_none_are_refused_beside_the_form()
    {
        var (browser, taken) = (await OperatorAsync(), await service.TenantAsync());
        var answer = await browser.SubmitAsync("/console/tenants", "/console/tenants", ("name", taken.Tenant.Name), ("plan", "starter"));
        Assert.Equal(422, answer.Status);
        Assert.Contains("another tenant has it", answer.Text, StringComparison.Ordinal);
        answer = await browser.SubmitAsync("/console/tenants", "/console/tenants", ("name", "Somebody wholly new"), ("plan", "gold"));
        Assert.Equal(422, answer.Status);
        Assert.Contains("Choose a plan", answer.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Somebody wholly new\"", answer.Text, StringComparison.Ordinal);
        var here = "/console/tenants/" + taken.Tenant.Id;
        Assert.Equal(422, (await browser.SubmitAsync(here + "/rename", here, ("name", (await service.TenantAsync()).Tenant.Name))).Status);
        Assert.Equal(400, (await browser.SubmitAsync(here + "/plan", here, ("plan", "gold"))).Status);
        Assert.Equal("industry", (await Core.Tenants.FindAsync(taken.Tenant.Id, default))!.Plan);
    }

    [Fact]
    public async Task An_api_key_is_shown_once_works_as_it_was_asked_for_and_is_revoked()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        var here = "/console/tenants/" + tenant.Tenant.Id;
        var fields = await browser.FieldsAsync(here, ("environment", "live"), ("name", Hostile), ("scope", "batches:read"), ("addresses", "127.0.0.0/8 ::1"), ("expires", "30"));
        var made = await browser.SendAsync(HttpMethod.Post, here + "/keys", fields, null);
        Assert.Equal(200, made.Status);
        var key = KeyPattern().Match(made.Text).Value;
        Assert.Equal(303, (await browser.SendAsync(HttpMethod.Post, here + "/keys", fields, null)).Status);
        var listed = Assert.Single(await Core.ApiKeys.ListAsync(tenant.Tenant.Id, default), static listed => listed.Key.Name == Hostile).Key;
        Assert.Equal((TenantEnvironment.Live, KeyScopes.BatchesRead), (listed.Environment, listed.Scopes));
        Assert.Equal(["127.0.0.0/8", "::1"], listed.Addresses!.Entries);
        Assert.Equal(200, await FromAsync("127.0.0.9", "/v1/batches", key));
        Assert.Equal(401, await FromAsync("192.0.2.1", "/v1/batches", key));
        Assert.Equal(403, await FromAsync("127.0.0.9", "/v1/webhooks", key));

        var page = (await browser.GetAsync(here)).Text;
        Assert.DoesNotContain(key, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Hostile), page, StringComparison.Ordinal);
        Assert.True(await service.IsStoredAsync(listed.Id.Value));
        Assert.False(await service.IsStoredAsync(key));

        var revocation = $"{here}/keys/{listed.Id}/revoke";
        Assert.Contains("Revoke this key?", (await browser.GetAsync(revocation)).Text, StringComparison.Ordinal);
        await browser.DoneAsync(revocation, revocation);
        Assert.Equal(401, await FromAsync("127.0.0.9", "/v1/batches", key));
        var entries = await service.AuditAsync(tenant.Tenant.Id);
        Assert.Equal(["api_key.created", "api_key.revoked"], entries.Select(static entry => entry.Action));
        Assert.All(entries, static entry => Assert.Equal("operator", entry.Actor));
    }

    [Theory]
    [InlineData("ip", "300.1.1.1", "7", "batches:read")]
    [InlineData("expires", "", "0", "batches:read")]
    [InlineData("scope", "", "", "everything")]
    public async Task A_key_that_cannot_be_is_not_made(string field, string addresses, string expires, string scope)
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        var here = "/console/tenants/" + tenant.Tenant.Id;
        var answer = await browser.SubmitAsync(here + "/keys", here, ("environment", "test"), ("addresses", addresses), ("expires", expires), ("scope", scope));
        Assert.Equal(422, answer.Status);
        Assert.Contains(WebUtility.HtmlEncode(LearnCoin.Api.Site.Texts.For("console-keys", "en")["fault." + field]), answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await Core.ApiKeys.ListAsync(tenant.Tenant.Id, default)).Count);
    }

    [Fact]
    public async Task Unknown_ids_and_a_key_of_another_tenant_are_not_there()
    {
        var (browser, one, other) = (await OperatorAsync(), await service.TenantAsync(), await service.TenantAsync());
        const string Unknown = "/console/tenants/tnt_01HXYZABCDEFGHJKMNPQRSTVWX";
        foreach (var path in new[] { Unknown, Unknown + "/suspend", "/console/tenants/nobody", "/console/audit/tnt_01HXYZABCDEFGHJKMNPQRSTVWX", "/console/anchors/84532-0x00/0", $"/console/tenants/{one.Tenant.Id}/keys/{other.Key.Id}/revoke" })
        {
            Assert.Equal((path, 404), (path, (await browser.GetAsync(path)).Status));
        }

        foreach (var action in new[] { "/plan", "/rename", "/suspend", "/resume", "/rotate-signing", "/keys" })
        {
            Assert.Equal((action, 404), (action, (await browser.PostAsync(Unknown + action, [("plan", "starter"), ("name", "x"), ("scope", "batches:read")])).Status));
        }

        Assert.Equal(404, (await browser.PostAsync($"/console/tenants/{one.Tenant.Id}/keys/{other.Key.Id}/revoke", [])).Status);
        Assert.Null((await Core.ApiKeys.FindAsync(other.Key.Id, default))!.RevokedAt);
    }

    [Fact]
    public async Task The_chart_of_the_month_counts_what_was_issued_by_day()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(3));
        await service.AcceptedAsync(tenant.TestKey, Requests.Of(4));
        var page = (await browser.GetAsync("/console/tenants/" + tenant.Tenant.Id)).Text;
        Assert.Contains("7 accepted this month by day; most on a day: 7.", page, StringComparison.Ordinal);
        Assert.Contains("0 accepted this month by day; most on a day: 0.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
    }

    /// <summary>The status of a call from an address.</summary>
    private async Task<int> FromAsync(string address, string path, string key) =>
        (await service.SendAsync(HttpMethod.Get, path, key, request => request.Headers.Add("X-Forwarded-For", address))).Status;

    private Task<Browser> OperatorAsync() => Browser.OfOperatorAsync(service, service.Operator.Token);

    [GeneratedRegex("lrn_live_[1-9A-HJ-NP-Za-km-z]+", RegexOptions.None, 1_000)]
    private static partial Regex KeyPattern();
}
