using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>No tenant sees another's things (spec/api.md "Errors", "Tenants"; reliability.md, row tenancy).</summary>
public sealed class TenancyTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Another_tenants_batch_is_told_apart_from_no_batch_by_nothing()
    {
        var (owner, other) = (await service.TenantAsync(), await service.TenantAsync());
        // Anchored, so that no activity of its own reads while reads are counted.
        var id = (string)(await service.AnchoredAsync(owner.TestKey, Requests.Of(1)))["id"]!;
        await AreAlikeAsync($"/v1/batches/{id}", "/v1/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX", "batch_not_found", other);
        Assert.Equal(200, (await service.GetAsync("/v1/batches/" + id, owner.TestKey)).Status);
        Assert.Equal(0, await service.BatchCountAsync(other.TestKey));
    }

    [Fact]
    public async Task Another_tenants_credential_is_told_apart_from_no_credential_by_nothing()
    {
        var (owner, other) = (await service.TenantAsync(), await service.TenantAsync());
        var batch = await service.AnchoredAsync(owner.TestKey, Requests.Of(1));
        await AreAlikeAsync(
            $"/v1/credentials/{batch["credentials"]![0]!["id"]}", "/v1/credentials/crd_01HXYZABCDEFGHJKMNPQRSTVWX", "credential_not_found", other);
    }

    [Theory]
    [InlineData("/v1/batches/", "batch_not_found")]
    [InlineData("/v1/credentials/", "credential_not_found")]
    [InlineData("/v1/tenants/", "tenant_not_found")]
    public async Task What_is_no_id_at_all_is_not_found_either(string route, string code)
    {
        var key = (await service.TenantAsync()).TestKey;
        foreach (var id in new[] { "x", "bat_", "bat_01hxyzabcdefghjkmnpqrstvwx", "crd_81HXYZABCDEFGHJKMNPQRSTVWX", "%E2%98%83", new string('a', 3000), "..%2fme" })
        {
            (await service.GetAsync(route + id, key)).IsError(404, code);
        }
    }

    [Fact]
    public async Task The_tenants_own_thing_of_the_other_environment_is_environment_mismatch()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        (await service.GetAsync("/v1/batches/" + batch["id"], tenant.LiveKey)).IsError(403, "environment_mismatch");
        (await service.GetAsync("/v1/credentials/" + batch["credentials"]![0]!["id"], tenant.LiveKey)).IsError(403, "environment_mismatch");
        Assert.Equal(0, await service.BatchCountAsync(tenant.LiveKey));
    }

    [Fact]
    public async Task A_live_batch_goes_to_the_live_chain_and_the_live_quota()
    {
        var tenant = await service.TenantAsync("small");
        var batch = await service.AnchoredAsync(tenant.LiveKey, Requests.Of(2));
        Assert.Equal(("live", "base-mainnet"), ((string?)batch["environment"], (string?)batch["anchor_transaction"]!["chain"]));
        Assert.StartsWith("https://basescan.org/tx/0x", (string)batch["anchor_transaction"]!["explorer_url"]!, StringComparison.Ordinal);
        Assert.Contains(service.LiveChain.Mined, mined => mined.Hash == (string)batch["anchor_transaction"]!["hash"]!);
        Assert.Equal((2, 0), (await service.IssuedAsync(tenant.LiveKey), await service.IssuedAsync(tenant.TestKey)));
    }

    [Fact]
    public async Task A_tenant_reads_itself_by_me_and_by_id_and_nobody_else()
    {
        var (tenant, other) = (await service.TenantAsync("small"), await service.TenantAsync());
        var me = await service.GetAsync("/v1/tenants/me", tenant.TestKey);
        Assert.Equal(
            ["id", "name", "did", "custom_did", "plan", "environment", "credentials_issued_this_month", "credentials_limit_this_month", "logo_url", "website_url", "support_email", "brand_color", "claim_link_days", "index_pages"],
            me.Json.AsObject().Select(static member => member.Key));
        Assert.Equal(("small", "test", 30), ((string?)me.Json["plan"], (string?)me.Json["environment"], (int)me.Json["credentials_limit_this_month"]!));
        Assert.StartsWith("did:web:creds.example#tenant-school-number-", (string)me.Json["did"]!, StringComparison.Ordinal);
        Assert.Equal(me.Text, (await service.GetAsync("/v1/tenants/" + tenant.Tenant.Id, tenant.TestKey)).Text);
        await AreAlikeAsync("/v1/tenants/" + tenant.Tenant.Id, "/v1/tenants/tnt_01HXYZABCDEFGHJKMNPQRSTVWX", "tenant_not_found", other);
    }

    [Fact]
    public async Task The_list_holds_the_tenants_own_batches_newest_first_page_by_page()
    {
        var (tenant, other) = (await service.TenantAsync(), await service.TenantAsync());
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)));
            await service.AcceptedAsync(other.TestKey, Requests.Of(1));
        }

        ids.Reverse();
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await service.GetAsync("/v1/batches?limit=3" + (cursor is null ? "" : "&cursor=" + cursor), tenant.TestKey)).Json;
            Assert.Equal(["data", "next_cursor", "has_more"], page.AsObject().Select(static member => member.Key));
            Assert.All(page["data"]!.AsArray(), static batch => Assert.False(batch!.AsObject().ContainsKey("credentials")));
            seen.AddRange(page["data"]!.AsArray().Select(static batch => (string)batch!["id"]!));
            cursor = (string?)page["next_cursor"];
            Assert.Equal((bool)page["has_more"]!, cursor is not null);
        }
        while (cursor is not null);
        Assert.Equal(ids.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        // Within one millisecond the order is that of the ids' random part.
        Assert.Equal(seen.OrderDescending(StringComparer.Ordinal), seen);
        foreach (var id in ids)
        {
            await service.WaitAsync(tenant.TestKey, id, "anchored");
        }

        Assert.Equal(7, (await service.GetAsync("/v1/batches?status=anchored", tenant.TestKey)).Json["data"]!.AsArray().Count);
        Assert.Empty((await service.GetAsync("/v1/batches?status=failed", tenant.TestKey)).Json["data"]!.AsArray());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("limit=ten")]
    [InlineData("limit=")]
    [InlineData("limit=1&limit=2")]
    [InlineData("limit=99999999999")]
    [InlineData("cursor=")]
    [InlineData("cursor=crd_01HXYZABCDEFGHJKMNPQRSTVWX")]
    [InlineData("cursor=bat_01HXYZABCDEFGHJKMNPQRSTVWX%7E")]
    [InlineData("status=done")]
    [InlineData("status=Anchored")]
    public async Task A_bad_list_parameter_is_named(string query)
    {
        var error = (await service.GetAsync("/v1/batches?" + query, (await service.TenantAsync()).TestKey)).IsError(400, "invalid_field_format");
        Assert.StartsWith(query[..query.IndexOf('=', StringComparison.Ordinal)] + ": expected", (string)error["message"]!, StringComparison.Ordinal);
    }

    private async Task AreAlikeAsync(string foreign, string unknown, string code, TestTenant caller)
    {
        var (first, firstReads) = await CountedAsync(foreign, caller);
        var (second, secondReads) = await CountedAsync(unknown, caller);
        first.IsError(404, code);
        Assert.Equal(second.WithoutRequestId(), first.WithoutRequestId());
        Assert.Equal(secondReads, firstReads);
    }

    private async Task<(Answer Answer, int Reads)> CountedAsync(string path, TestTenant caller)
    {
        var before = service.Tables.RequestReads("batches");
        var answer = await service.GetAsync(path, caller.TestKey);
        return (answer, service.Tables.RequestReads("batches") - before);
    }
}

/// <summary>A service that has only a test chain.</summary>
public sealed class ClosedEnvironmentTests(TestOnlyService service) : IClassFixture<TestOnlyService>
{
    [Fact]
    public async Task A_live_batch_without_a_live_chain_is_anchoring_chain_unavailable_and_nothing_is_stored()
    {
        var tenant = await service.TenantAsync();
        var answer = await service.PostAsync(tenant.LiveKey, Requests.Of(1), "k");
        answer.IsError(422, "anchoring_chain_unavailable");
        Assert.True(int.Parse(answer["Retry-After"]!) > 0);
        Assert.Equal((0, 0), (await service.BatchCountAsync(tenant.LiveKey), await service.IssuedAsync(tenant.LiveKey)));
        await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
    }
}
