using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary><c>GET /v1/credentials</c> (spec/api.md, "Credentials").</summary>
public sealed class CredentialListTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task All_credentials_are_listed_newest_batch_first_page_by_page_each_once()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        var batches = new List<string>();
        foreach (var size in new[] { 3, 1, 7 })
        {
            batches.Insert(0, await service.AcceptedAsync(tenant.TestKey, Requests.Of(size)));
            await service.AcceptedAsync(other.TestKey, Requests.Of(2));
            await service.AcceptedAsync(tenant.LiveKey, Requests.Of(2));
        }

        var listed = await PagesAsync(tenant, "limit=2", 2);
        Assert.Equal(11, listed.Select(static credential => (string)credential["id"]!).Distinct().Count());
        Assert.Equal(
            batches.SelectMany((batch, index) => Enumerable.Repeat(batch, new[] { 7, 1, 3 }[index])),
            listed.Select(static credential => (string)credential["batch_id"]!));
        Assert.Equal(6, (await PagesAsync(other, "", 25)).Count);
    }

    [Fact]
    public async Task A_recipients_credentials_are_found_in_all_batches_newest_first_and_nobody_elses()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        var wanted = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            wanted.Insert(0, await service.AcceptedAsync(tenant.TestKey, Requests.Of(3)));
        }

        await service.AcceptedAsync(other.TestKey, Requests.Of(3));
        var listed = await PagesAsync(tenant, $"recipient_id={Requests.RecipientId(1).ToUpperInvariant().Replace("URN:UUID", "urn:uuid", StringComparison.Ordinal)}&limit=2", 2);
        Assert.Equal(wanted, listed.Select(static credential => (string)credential["batch_id"]!));
        Assert.All(listed, static credential => Assert.Equal(Requests.RecipientId(1), (string?)credential["recipient_id"]));
        Assert.Empty(await PagesAsync(tenant, "recipient_id=" + Requests.RecipientId(99), 25));
    }

    [Fact]
    public async Task An_external_id_finds_its_credentials_and_both_filters_together_find_what_both_fit()
    {
        var tenant = await service.TenantAsync();
        var body = Requests.Of(4);
        for (var i = 0; i < 4; i++)
        {
            var credential = body["credentials"]![i]!;
            credential["external_id"] = i < 3 ? "käse/ä?#1" : "other";
            credential["achievement"]!["id"] = "https://yourschool.example/a/" + i;
            credential["tenant_metadata"] = JsonNode.Parse("""{"a":[1,{"b":"é"}]}""");
        }

        await service.AcceptedAsync(tenant.TestKey, body);
        var listed = await PagesAsync(tenant, "limit=1&external_id=" + Uri.EscapeDataString("käse/ä?#1"), 1);
        Assert.Equal(3, listed.Count);
        Assert.Equal(
            ["id", "batch_id", "recipient_id", "external_id", "status", "revoked", "erased", "claim_state", "claim_mail", "verify_url", "created_at", "tenant_metadata"],
            listed[0].AsObject().Select(static member => member.Key));
        Assert.Equal("""{"a":[1,{"b":"é"}]}""", listed[0]["tenant_metadata"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var both = Assert.Single(await PagesAsync(tenant, $"recipient_id={Requests.RecipientId(2)}&external_id={Uri.EscapeDataString("käse/ä?#1")}", 25));
        Assert.Equal(Requests.RecipientId(2), (string?)both["recipient_id"]);
        Assert.Empty(await PagesAsync(tenant, $"recipient_id={Requests.RecipientId(3)}&external_id={Uri.EscapeDataString("käse/ä?#1")}", 25));
        var single = (await service.GetAsync("/v1/credentials/" + both["id"], tenant.TestKey)).Json;
        Assert.Equal(both["tenant_metadata"]!.ToJsonString(), single["tenant_metadata"]!.ToJsonString());
        Assert.DoesNotContain("tenant_metadata", (await service.GetAsync($"/c/{both["id"]}.json")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_reads_no_more_of_the_store_than_it_shows()
    {
        var tenant = await service.TenantAsync();
        for (var i = 0; i < 3; i++)
        {
            await service.AnchoredAsync(tenant.TestKey, Requests.Of(100));
        }

        var before = service.Tables.RequestReads("batches") + service.Tables.RequestReads("credentialindex") + service.Tables.RequestReads("batchlist");
        await service.GetAsync("/v1/credentials?limit=10&recipient_id=" + Requests.RecipientId(5), tenant.TestKey);
        await service.GetAsync("/v1/credentials?limit=10", tenant.TestKey);
        var reads = service.Tables.RequestReads("batches") + service.Tables.RequestReads("credentialindex") + service.Tables.RequestReads("batchlist") - before;
        Assert.InRange(reads, 1, 12);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=1&limit=2")]
    [InlineData("limit=")]
    [InlineData("cursor=")]
    [InlineData("cursor=bat_01HXYZABCDEFGHJKMNPQRSTVWX")]
    [InlineData("cursor=crd_01HXYZABCDEFGHJKMNPQRSTVWX%7E")]
    [InlineData("recipient_id=x")]
    [InlineData("recipient_id=")]
    [InlineData("recipient_id=urn:uuid:4e0c7f2e-6b1a-1f5a-9c8e-000000000000")]
    [InlineData("external_id=")]
    [InlineData("external_id=a%20b")]
    [InlineData("external_id=a&external_id=b")]
    [InlineData("status=pending")]
    [InlineData("Limit2=1")]
    public async Task A_bad_list_parameter_is_named(string query)
    {
        var error = (await service.GetAsync("/v1/credentials?" + query, (await service.TenantAsync()).TestKey)).IsError(400, "invalid_field_format");
        Assert.StartsWith(query[..query.IndexOf('=', StringComparison.Ordinal)] + ": expected", (string)error["message"]!, StringComparison.Ordinal);
    }

    private async Task<List<JsonNode>> PagesAsync(TestTenant tenant, string query, int limit)
    {
        var found = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = (await service.GetAsync($"/v1/credentials?{query}{(cursor is null ? "" : "&cursor=" + cursor)}", tenant.TestKey)).Json;
            Assert.Equal(["data", "next_cursor", "has_more"], page.AsObject().Select(static member => member.Key));
            var data = page["data"]!.AsArray();
            cursor = (string?)page["next_cursor"];
            Assert.Equal((bool)page["has_more"]!, cursor is not null);
            Assert.True(cursor is null ? data.Count <= limit : data.Count == limit);
            found.AddRange(data.Select(static credential => credential!.DeepClone()));
        }
        while (cursor is not null);
        return found;
    }
}
