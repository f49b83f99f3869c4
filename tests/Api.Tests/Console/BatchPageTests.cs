using System.Net;
using LearnCoin.Api.Console.BatchPages;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests.Console;

/// <summary>The console's pages of batches.</summary>
public sealed class BatchPageTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task The_list_has_a_tenants_own_batches_by_status_and_page()
    {
        var tenant = await service.TenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 51; i++)
        {
            ids.Add(await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)));
        }

        await service.WaitAsync(tenant.TestKey, ids[^1], "anchored");
        var other = await service.AcceptedAsync((await service.TenantAsync()).TestKey, Requests.Of(1));
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var first = (await browser.GetAsync("/console/batches")).Text;
        Assert.Equal(50, ids.Count(id => first.Contains($"href=\"/console/batches/{id}\"", StringComparison.Ordinal)));
        Assert.DoesNotContain(other, first, StringComparison.Ordinal);
        var second = (await browser.GetAsync($"/console/batches?cursor={ids[1]}")).Text;
        Assert.Contains($"cursor={ids[1]}", first, StringComparison.Ordinal);
        Assert.Equal([ids[0]], ids.Where(id => second.Contains(id, StringComparison.Ordinal)));
        Assert.DoesNotContain(ids[^1], (await browser.GetAsync("/console/batches?status=failed")).Text, StringComparison.Ordinal);
        Assert.Contains(ids[^1], (await browser.GetAsync("/console/batches?status=anchored")).Text, StringComparison.Ordinal);
        Assert.Equal(400, (await browser.GetAsync("/console/batches?status=gone")).Status);
        Assert.Equal(400, (await browser.GetAsync("/console/batches?cursor=x")).Status);
    }

    [Fact]
    public async Task A_batch_shows_its_progress_transaction_and_cost()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(3));
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = WebUtility.HtmlDecode((await browser.GetAsync("/console/batches/" + batch["id"])).Text);
        string[] shown =
        [
            ">Anchored<", (string)batch["merkle_root"]!, (string)batch["anchor_transaction"]!["hash"]!, $"href=\"{(string)batch["anchor_transaction"]!["explorer_url"]!}\"",
            "ETH", "for each of the", "data-refresh=\"over\"", "Ada Lovelace", $"/console/credentials/{(string)batch["credentials"]![2]!["id"]!}",
        ];
        Assert.All(shown, text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_beyond_the_first_page_are_reached()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(60));
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var (first, second) = ((await browser.GetAsync("/console/batches/" + batch["id"])).Text, (await browser.GetAsync($"/console/batches/{batch["id"]}?from=50")).Text);
        Assert.Contains("1 to 50 of 60", first, StringComparison.Ordinal);
        Assert.Contains("51 to 60 of 60", second, StringComparison.Ordinal);
        var all = batch["credentials"]!.AsArray().Select(static credential => (string)credential!["id"]!).ToArray();
        Assert.Equal((50, 10), (all.Count(id => first.Contains(id, StringComparison.Ordinal)), all.Count(id => second.Contains(id, StringComparison.Ordinal))));
    }

    [Fact]
    public void Steps_follow_the_batch()
    {
        var batch = new Batch(BatchId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance), new TenantId("tnt_x"), TenantEnvironment.Test, 1, DateTimeOffset.UnixEpoch);
        Assert.Equal("Done Current ToDo ToDo ToDo ToDo", States(batch));
        Assert.Equal("Done Failed ToDo ToDo ToDo ToDo", States(batch with { Status = BatchStatus.Failed }));
        var signed = batch with { Status = BatchStatus.Signed, SignedAt = DateTimeOffset.UnixEpoch };
        Assert.Equal("Done Done Current ToDo ToDo ToDo", States(signed));
        Assert.Equal("Done Done Failed ToDo ToDo ToDo", States(signed with { Status = BatchStatus.Failed }));
        Assert.Equal("Done Done Done Done Done Current", States(signed with { Status = BatchStatus.Anchored, AnchoredAt = DateTimeOffset.UnixEpoch }));

        static string States(Batch batch) => string.Join(' ', BatchSteps.Of(new BatchView(batch, null, null)).Select(static step => step.State));
    }

    [Fact]
    public async Task A_whole_batch_is_revoked_after_a_question()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(2));
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var path = $"/console/batches/{batch["id"]}/revoke";
        Assert.Contains("all 2 credentials", (await browser.GetAsync(path)).Text, StringComparison.Ordinal);
        var faulty = await browser.PostAsync(path, [("reason", "A slip"), ("reason_code", "whim")], from: path);
        Assert.Equal(422, faulty.Status);
        Assert.Contains("value=\"A slip\"", faulty.Text, StringComparison.Ordinal);
        Assert.False((bool)(await service.GetAsync("/v1/credentials/" + batch["credentials"]![0]!["id"], tenant.TestKey)).Json["revoked"]!);
        var done = await browser.PostAsync(path, [("reason", "A slip"), ("reason_code", "issuer_error")], from: path);
        Assert.Equal((303, $"/console/batches/{batch["id"]}"), (done.Status, done["Location"]));
        Assert.Contains("2 credentials of the batch were revoked", (await browser.GetAsync(done["Location"]!)).Text, StringComparison.Ordinal);
        Assert.True((bool)(await service.GetAsync("/v1/credentials/" + batch["credentials"]![1]!["id"], tenant.TestKey)).Json["revoked"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/recipients.csv")]
    [InlineData("/revoke")]
    public async Task Anothers_batch_is_not_there(string rest)
    {
        var foreign = await service.AcceptedAsync((await service.TenantAsync()).TestKey, Requests.Of(1));
        var tenant = await service.TenantAsync();
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        Assert.Equal(404, (await browser.GetAsync($"/console/batches/{foreign}{rest}")).Status);
        Assert.Equal(404, (await browser.GetAsync($"/console/batches/bat_x{rest}")).Status);
        // Its own, of the other environment.
        var live = await service.AcceptedAsync(tenant.LiveKey, Requests.Of(1));
        Assert.Equal(403, (await browser.GetAsync($"/console/batches/{live}{rest}")).Status);
        if (rest == "/revoke")
        {
            Assert.Equal(404, (await browser.PostAsync($"/console/batches/{foreign}/revoke", [("reason", "x"), ("reason_code", "fraud")])).Status);
        }
    }

    [Fact]
    public async Task Scopes_are_those_of_the_API()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        var reader = await Browser.OfTenantAsync(service, await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.BatchesRead }));
        var page = await reader.GetAsync("/console/batches/" + batch["id"]);
        Assert.Equal(200, page.Status);
        // What /v1/batches does not tell, its pages do not either.
        Assert.DoesNotContain("Ada Lovelace", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/revoke\"", page.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await reader.GetAsync($"/console/batches/{batch["id"]}/recipients.csv")).Status);
        Assert.Equal(403, (await reader.GetAsync($"/console/batches/{batch["id"]}/revoke")).Status);
        Assert.Equal(403, (await reader.PostAsync($"/console/batches/{batch["id"]}/revoke", [("reason", "x"), ("reason_code", "fraud")])).Status);
        var writer = await Browser.OfTenantAsync(service, await service.KeyAsync(new NewApiKey(tenant.Tenant.Id, TenantEnvironment.Test) { Scopes = KeyScopes.BatchesWrite }));
        Assert.Equal(403, (await writer.GetAsync("/console/batches")).Status);
        Assert.Equal(403, (await writer.GetAsync("/console/batches/" + batch["id"])).Status);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("=cmd|'/c calc'!A1")]
    public async Task Hostile_text_is_only_text(string hostile)
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1, credential => credential["recipient"]!["name"] = hostile));
        var browser = await Browser.OfTenantAsync(service, tenant.TestKey);
        var page = (await browser.GetAsync("/console/batches/" + batch["id"])).Text;
        Assert.Contains(hostile, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        var list = await browser.GetAsync($"/console/batches/{batch["id"]}/recipients.csv");
        Assert.Contains(hostile[0] == '=' ? "\"'=cmd" : hostile.Replace("\"", "\"\"", StringComparison.Ordinal), list.Text, StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-store"), (list["X-Content-Type-Options"], list["Cache-Control"]));
        Assert.StartsWith("attachment;", list["Content-Disposition"], StringComparison.Ordinal);
    }
}
