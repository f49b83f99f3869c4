using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>The operators' pages: what the command line can do, done in the console by the same classes.</summary>
public sealed partial class OperatorPageTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    private const string Hostile = "<img src=x onerror=alert(1)>";

    private static readonly string[] Pages = ["/console", "/console/tenants", "/console/anchors", "/console/audit", "/console/erasures", "/console/health"];

    private LearnCoinCore Core => service.Host.Node.Core;

    [Fact]
    public async Task A_tenant_is_made_renamed_put_on_a_plan_suspended_and_resumed_and_its_chain_says_who_did_it()
    {
        var browser = await OperatorAsync();
        var name = "Academy of Foundations " + Ulid.Create(DateTimeOffset.UtcNow, SystemEntropy.Instance)[^6..];
        var made = await SendAsync(browser, "/console/tenants", "/console/tenants", ("name", name), ("plan", "developer"));
        var here = Assert.Single(made.All("Location").DefaultIfEmpty(made["Location"]!));
        Assert.Matches("^/console/tenants/tnt_", here);
        Assert.True(TenantId.TryParse(here[^30..], out var id));
        Assert.Contains(name, (await browser.GetAsync("/console/tenants?q=" + Uri.EscapeDataString(name[..12]))).Text, StringComparison.Ordinal);

        await SeenAsync(browser, here + "/plan", here, ("plan", "institution"));
        await SeenAsync(browser, here + "/rename", here, ("name", name + " Reborn"));
        Assert.Contains("Suspend this tenant?", (await browser.GetAsync(here + "/suspend")).Text, StringComparison.Ordinal);
        await SeenAsync(browser, here + "/suspend", here + "/suspend");
        var suspended = await Core.Tenants.FindAsync(id, default);
        Assert.Equal(("institution", name + " Reborn", true), (suspended!.Plan, suspended.Name, suspended.SuspendedAt is not null));
        await SeenAsync(browser, here + "/resume", here);
        await SeenAsync(browser, here + "/rotate-signing", here + "/rotate-signing");
        Assert.Equal(2, (await Core.TenantKeys.ListAsync(id, default)).Count);

        var entries = (await AuditAsync(id)).Select(static record => record.Entry).ToList();
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
        var fields = await FieldsAsync(browser, "/console/tenants", ("name", name), ("plan", "starter"));
        Assert.Equal([303, 303], [(await browser.SendAsync(HttpMethod.Post, "/console/tenants", fields, null)).Status, (await browser.SendAsync(HttpMethod.Post, "/console/tenants", fields, null)).Status]);
        var tenant = Assert.Single(await Core.Tenants.ListAsync(default), tenant => tenant.Name == name);
        var rotate = $"/console/tenants/{tenant.Id}/rotate-signing";
        fields = await FieldsAsync(browser, rotate);
        await browser.SendAsync(HttpMethod.Post, rotate, fields, null);
        await browser.SendAsync(HttpMethod.Post, rotate, fields, null);
        Assert.Equal(2, (await Core.TenantKeys.ListAsync(tenant.Id, default)).Count);
    }

    [Fact]
    public async Task A_name_that_is_taken_and_a_plan_that_is_none_are_refused_beside_the_form()
    {
        var (browser, taken) = (await OperatorAsync(), await service.TenantAsync());
        var answer = await SendAsync(browser, "/console/tenants", "/console/tenants", ("name", taken.Tenant.Name), ("plan", "starter"));
        Assert.Equal(422, answer.Status);
        Assert.Contains("another tenant has it", answer.Text, StringComparison.Ordinal);
        answer = await SendAsync(browser, "/console/tenants", "/console/tenants", ("name", "Somebody wholly new"), ("plan", "gold"));
        Assert.Equal(422, answer.Status);
        Assert.Contains("Choose a plan", answer.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Somebody wholly new\"", answer.Text, StringComparison.Ordinal);
        var here = "/console/tenants/" + taken.Tenant.Id;
        Assert.Equal(422, (await SendAsync(browser, here + "/rename", here, ("name", (await service.TenantAsync()).Tenant.Name))).Status);
        Assert.Equal(400, (await SendAsync(browser, here + "/plan", here, ("plan", "gold"))).Status);
        Assert.Equal("industry", (await Core.Tenants.FindAsync(taken.Tenant.Id, default))!.Plan);
    }

    [Fact]
    public async Task An_api_key_is_shown_once_works_as_it_was_asked_for_and_is_revoked()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        var here = "/console/tenants/" + tenant.Tenant.Id;
        var fields = await FieldsAsync(browser, here, ("environment", "live"), ("name", Hostile), ("scope", "batches:read"), ("addresses", "127.0.0.0/8 ::1"), ("expires", "30"));
        var made = await browser.SendAsync(HttpMethod.Post, here + "/keys", fields, null);
        Assert.Equal(200, made.Status);
        var key = KeyPattern().Match(made.Text).Value;
        Assert.Equal(303, (await browser.SendAsync(HttpMethod.Post, here + "/keys", fields, null)).Status);
        var listed = Assert.Single(await Core.ApiKeys.ListAsync(tenant.Tenant.Id, default), static listed => listed.Key.Name == Hostile).Key;
        Assert.Equal((TenantEnvironment.Live, KeyScopes.BatchesRead), (listed.Environment, listed.Scopes));
        Assert.Equal(["127.0.0.0/8", "::1"], listed.Addresses!.Entries);
        Assert.Equal(200, (await service.GetAsync("/v1/batches", key)).Status);
        Assert.Equal(403, (await service.PostAsync(key, Requests.Of(1))).Status);

        var page = (await browser.GetAsync(here)).Text;
        Assert.DoesNotContain(key, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Hostile), page, StringComparison.Ordinal);
        Assert.False((await StoreDump.OfPlainAsync(service.Database, "", service.Tables)).Contains(key));

        var revocation = $"{here}/keys/{listed.Id}/revoke";
        Assert.Contains("Revoke this key?", (await browser.GetAsync(revocation)).Text, StringComparison.Ordinal);
        await SeenAsync(browser, revocation, revocation);
        Assert.Equal(401, (await service.GetAsync("/v1/batches", key)).Status);
        var entries = (await AuditAsync(tenant.Tenant.Id)).Select(static record => record.Entry).ToList();
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
        var answer = await SendAsync(browser, here + "/keys", here, ("environment", "test"), ("addresses", addresses), ("expires", expires), ("scope", scope));
        Assert.Equal(422, answer.Status);
        Assert.Contains(WebUtility.HtmlEncode(Site.Texts.For("console-keys", "en")["fault." + field]), answer.Text, StringComparison.Ordinal);
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
    public async Task An_anchor_is_found_by_its_batch_and_shown_with_what_it_cost()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(3));
        var found = await browser.GetAsync("/console/anchors?q=" + (string)batch["id"]!);
        Assert.Equal(303, found.Status);
        var page = (await browser.GetAsync(found["Location"]!)).Text;
        var hash = (string)batch["anchor_transaction"]!["hash"]!;
        Assert.Contains(hash, page, StringComparison.Ordinal);
        Assert.Contains((string)batch["id"]!, page, StringComparison.Ordinal);
        Assert.Contains((string)batch["anchor_transaction"]!["fee_wei"]! + " wei", page, StringComparison.Ordinal);
        Assert.Equal(found["Location"], (await browser.GetAsync("/console/anchors?q=" + hash))["Location"]);

        var list = (await browser.GetAsync("/console/anchors?environment=test")).Text;
        Assert.Contains($"href=\"{found["Location"]}\"", list, StringComparison.Ordinal);
        Assert.Contains("id=\"fees-title\"", list, StringComparison.Ordinal);
        Assert.Contains("role=\"img\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{found["Location"]}\"", (await browser.GetAsync("/console/anchors?environment=test&state=failed")).Text, StringComparison.Ordinal);
        Assert.Contains("No anchor has this name", (await browser.GetAsync("/console/anchors?q=0x" + new string('1', 64))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_found_by_its_id_by_its_time_and_by_its_tenant()
    {
        var (browser, tenant, other) = (await OperatorAsync(), await service.TenantAsync(), await service.TenantAsync());
        var revoked = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        var call = await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{revoked["credentials"]![0]!["id"]}/revoke", tenant.TestKey, static request =>
            request.Content = new StringContent("""{"reason":"x","reason_code":"other"}""", null, "application/json"));
        Assert.Equal(200, call.Status);
        var strange = (await service.GetAsync("/v1/batches", other.TestKey))["X-Request-Id"]!;
        var id = call["X-Request-Id"]!;
        var trace = await UntilAsync(browser, "/console/audit?request=" + id, "/v1/credentials/{id}/revoke");
        Assert.Contains("credential.revoked", trace, StringComparison.Ordinal);
        Assert.Contains(tenant.Tenant.Id.Value, trace, StringComparison.Ordinal);

        await UntilAsync(browser, "/console/audit", strange);
        var ofTenant = await UntilAsync(browser, "/console/audit?tenant=" + tenant.Tenant.Id, id);
        Assert.DoesNotContain(strange, ofTenant, StringComparison.Ordinal);
        Assert.DoesNotContain(id, (await browser.GetAsync($"/console/audit?tenant={tenant.Tenant.Id}&errors=1")).Text, StringComparison.Ordinal);
        Assert.Contains("None of this time", (await browser.GetAsync($"/console/audit?tenant={tenant.Tenant.Id}&since=2020-01-01T00:00&until=2020-01-01T01:00")).Text, StringComparison.Ordinal);
        Assert.Contains("No call and no change", (await browser.GetAsync("/console/audit?request=req_01HXYZABCDEFGHJKMNPQRSTVWX")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_an_operator_is_found_by_the_request_that_made_it()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        var here = "/console/tenants/" + tenant.Tenant.Id;
        var done = await SendAsync(browser, here + "/plan", here, ("plan", "starter"));
        var trace = await UntilAsync(browser, "/console/audit?request=" + done["X-Request-Id"], "/console/tenants/{id}/plan");
        Assert.Contains("tenant.plan_set", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_chain_is_called_broken()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        for (var i = 0; i < 3; i++)
        {
            await Core.Audit.AppendAsync(tenant.Tenant.Id, new AuditEntry("tenant.plan_set", tenant.Tenant.Id.Value, "operator") { Detail = "starter" }, default);
        }

        Assert.Contains("The chain is whole: 3 entries", (await browser.GetAsync("/console/audit/" + tenant.Tenant.Id)).Text, StringComparison.Ordinal);
        var row = await service.Tables.GetAsync("audit", tenant.Tenant.Id.Value, "entry|000000000002", default);
        await service.Tables.WriteAsync("audit", LearnCoin.Core.Storage.RowChange.Update(row!.Copy().Set("detail", "industry"), row.Etag!), default);
        Assert.Contains("BROKEN at entry 2", (await browser.GetAsync("/console/audit/" + tenant.Tenant.Id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_stands_in_the_log_without_any_name()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        var batch = await service.AnchoredAsync(tenant.LiveKey, Requests.Of(2));
        var credential = (string)batch["credentials"]![1]!["id"]!;
        var erased = await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{credential}/erase", tenant.LiveKey, static request =>
            request.Content = new StringContent("""{"requester":"guardian","verified_at":"2026-01-01T00:00:00Z"}""", null, "application/json"));
        Assert.Equal(200, erased.Status);
        foreach (var page in new[] { "/console/erasures", "/console/erasures?tenant=" + tenant.Tenant.Id })
        {
            var text = (await browser.GetAsync(page)).Text;
            Assert.Contains(credential, text, StringComparison.Ordinal);
            Assert.Contains("guardian", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(credential, (await browser.GetAsync("/console/erasures?tenant=" + (await service.TenantAsync()).Tenant.Id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_and_the_health_page_tell_what_readyz_tells_and_where_the_lanes_stand()
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        var ready = (await service.GetAsync("/readyz")).Json["checks"]!.AsObject().Select(static check => check.Key).ToList();
        var health = (await browser.GetAsync("/console/health")).Text;
        Assert.All(ready, name => Assert.Contains(Site.Texts.For("console-operators", "en")["part." + name], health, StringComparison.Ordinal));
        Assert.All(Core.Timers.All, task => Assert.Contains($"<code>{task.Name}</code>", health, StringComparison.Ordinal));
        Assert.Contains("base-sepolia", health, StringComparison.Ordinal);
        Assert.Contains($"{Core.Schema.Newest} (this release knows {Core.Schema.Newest})", health, StringComparison.Ordinal);
        var lane = Assert.Single(await Core.Lanes.AllAsync(default), static lane => lane.Network.Environment == TenantEnvironment.Test);
        Assert.Contains(lane.Address, (await browser.GetAsync("/console")).Text, StringComparison.Ordinal);
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

    [Fact]
    public async Task Tenants_find_no_page_of_operators_and_operators_none_of_tenants()
    {
        var tenant = await service.TenantAsync();
        var (browser, visitor) = (await OperatorAsync(), await Browser.OfTenantAsync(service, tenant.TestKey));
        string[] operators = [.. Pages.Skip(1), "/console/audit/" + tenant.Tenant.Id, "/console/tenants/" + tenant.Tenant.Id, $"/console/tenants/{tenant.Tenant.Id}/suspend"];
        foreach (var page in operators)
        {
            Assert.Equal((page, 404), (page, (await visitor.GetAsync(page)).Status));
            Assert.Equal((page, 200), (page, (await browser.GetAsync(page)).Status));
            Assert.DoesNotContain($"href=\"{page}\"", (await visitor.GetAsync("/console")).Text, StringComparison.Ordinal);
        }

        Assert.Equal(404, (await visitor.PostAsync($"/console/tenants/{tenant.Tenant.Id}/plan", [("plan", "unlimited")])).Status);
        Assert.Equal(404, (await browser.GetAsync("/console/webhooks")).Status);
        Assert.Equal("industry", (await Core.Tenants.FindAsync(tenant.Tenant.Id, default))!.Plan);
    }

    [Theory]
    [InlineData("es")]
    [InlineData("fr")]
    public async Task Every_page_speaks_the_language_that_was_asked_for(string language)
    {
        var (browser, tenant) = (await OperatorAsync(), await service.TenantAsync());
        foreach (var page in Pages.Append("/console/tenants/" + tenant.Tenant.Id).Append("/console/audit/" + tenant.Tenant.Id))
        {
            var answer = await browser.GetAsync($"{page}?lang={language}");
            Assert.Equal((page, 200), (page, answer.Status));
            Assert.Contains($"<html lang=\"{language}\">", answer.Text, StringComparison.Ordinal);
        }
    }

    private Task<Browser> OperatorAsync() => Browser.OfOperatorAsync(service, service.Operator.Token);

    private static async Task<Answer> SendAsync(Browser browser, string path, string from, params (string, string)[] fields) =>
        await browser.SendAsync(HttpMethod.Post, path, await FieldsAsync(browser, from, fields), null);

    private static async Task SeenAsync(Browser browser, string path, string from, params (string, string)[] fields)
    {
        var answer = await SendAsync(browser, path, from, fields);
        Assert.True(answer.Status == 303, answer.Text);
        Assert.Contains("class=\"note good\" role=\"status\"", (await browser.GetAsync(answer["Location"]!)).Text, StringComparison.Ordinal);
    }

    /// <summary>The fields with those that the page hides.</summary>
    private static async Task<IReadOnlyList<(string, string)>> FieldsAsync(Browser browser, string page, params (string, string)[] fields)
    {
        var text = (await browser.GetAsync(page)).Text;
        return [.. fields, ("once", OncePattern().Match(text).Groups["once"].Value), ("form_token", Browser.TokenIn(text))];
    }

    /// <summary>The request log is written behind the answers.</summary>
    private static async Task<string> UntilAsync(Browser browser, string page, string text)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var shown = WebUtility.HtmlDecode((await browser.GetAsync(page)).Text);
            if (shown.Contains(text, StringComparison.Ordinal))
            {
                return shown;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The page did not come to show it: " + page);
    }

    private async Task<List<AuditRecord>> AuditAsync(TenantId tenant)
    {
        var records = new List<AuditRecord>();
        await foreach (var record in Core.Audit.ListAsync(tenant, default))
        {
            records.Add(record);
        }

        return records;
    }

    [GeneratedRegex("name=\"once\" value=\"(?<once>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex OncePattern();

    [GeneratedRegex("lrn_live_[1-9A-HJ-NP-Za-km-z]+", RegexOptions.None, 1_000)]
    private static partial Regex KeyPattern();
}
