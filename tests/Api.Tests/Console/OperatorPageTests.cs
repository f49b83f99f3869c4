using LearnCoin.Api.Tests.Host;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>What operators look at: anchors, calls and changes, erasures, health; and who does not see it.</summary>
public sealed class OperatorPageTests(ConsoleService service) : IClassFixture<ConsoleService>
{
    private static readonly string[] Pages = ["/console", "/console/tenants", "/console/anchors", "/console/audit", "/console/erasures", "/console/health"];

    private LearnCoinCore Core => service.Host.Node.Core;

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
        var trace = await browser.UntilAsync("/console/audit?request=" + id, "/v1/credentials/{id}/revoke");
        Assert.Contains("credential.revoked", trace, StringComparison.Ordinal);
        Assert.Contains(tenant.Tenant.Id.Value, trace, StringComparison.Ordinal);

        await browser.UntilAsync("/console/audit", strange);
        var ofTenant = await browser.UntilAsync("/console/audit?tenant=" + tenant.Tenant.Id, id);
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
        var done = await browser.SubmitAsync(here + "/plan", here, ("plan", "starter"));
        var trace = await browser.UntilAsync("/console/audit?request=" + done["X-Request-Id"], "/console/tenants/{id}/plan");
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
        Assert.All(ready, name => Assert.Contains(LearnCoin.Api.Site.Texts.For("console-operators", "en")["part." + name], health, StringComparison.Ordinal));
        Assert.All(Core.Timers.All, task => Assert.Contains($"<code>{task.Name}</code>", health, StringComparison.Ordinal));
        Assert.Contains("base-sepolia", health, StringComparison.Ordinal);
        Assert.Contains($"{Core.Schema.Newest} (this release knows {Core.Schema.Newest})", health, StringComparison.Ordinal);
        var lane = Assert.Single(await Core.Lanes.AllAsync(default), static lane => lane.Network.Environment == TenantEnvironment.Test);
        Assert.Contains(lane.Address, (await browser.GetAsync("/console")).Text, StringComparison.Ordinal);
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
}
