using System.Globalization;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Tests;

/// <summary><c>GET /v1/batches</c> over more batches than a page looks at (spec/api.md "Batches").</summary>
public sealed class BatchListTests(Service service) : IClassFixture<Service>
{
    private const int Stored = 1_000;
    private const int FailedEvery = 170;

    [Fact]
    public async Task Few_of_a_thousand_are_found_in_pages_of_bounded_work()
    {
        var tenant = await service.TenantAsync();
        var expected = await FillAsync(tenant.Tenant.Id);
        var (found, pages, most, cursor) = (new List<string>(), 0, 0, (string?)null);
        do
        {
            var before = service.Tables.RequestReads("batches");
            var page = (await service.GetAsync("/v1/batches?status=failed&limit=4" + (cursor is null ? "" : "&cursor=" + cursor), tenant.TestKey)).Json;
            most = Math.Max(most, service.Tables.RequestReads("batches") - before);
            found.AddRange(page["data"]!.AsArray().Select(static batch => (string)batch!["id"]!));
            cursor = (string?)page["next_cursor"];
            Assert.Equal(cursor is not null, (bool)page["has_more"]!);
            pages++;
        }
        while (cursor is not null);

        Assert.Equal(expected, found);
        Assert.InRange(most, 1, 200);
        Assert.InRange(pages, 5, 7);
    }

    [Fact]
    public async Task Pages_of_all_hold_each_batch_once_newest_first_and_the_last_has_no_next()
    {
        var tenant = await service.TenantAsync();
        await FillAsync(tenant.Tenant.Id, 60);
        var (ids, cursor) = (new List<string>(), "");
        for (var pages = 0; pages < 3; pages++)
        {
            var page = (await service.GetAsync("/v1/batches?limit=20" + cursor, tenant.TestKey)).Json;
            Assert.Equal(20, page["data"]!.AsArray().Count);
            Assert.Equal(pages < 2, (bool)page["has_more"]!);
            ids.AddRange(page["data"]!.AsArray().Select(static batch => (string)batch!["id"]!));
            cursor = "&cursor=" + (string?)page["next_cursor"];
        }

        Assert.Equal("&cursor=", cursor);
        Assert.Equal(60, ids.Distinct().Count());
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=")]
    [InlineData("limit=5&limit=5")]
    [InlineData("cursor=")]
    [InlineData("cursor=x")]
    [InlineData("cursor=bat_01ARZ3NDEKTSV4RRFFQ69G5FAV&cursor=bat_01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("status=")]
    [InlineData("status=done")]
    [InlineData("status=failed&status=pending")]
    [InlineData("stauts=failed")]
    [InlineData("STATUS=failed")]
    [InlineData("unknown=")]
    public async Task A_parameter_must_be_known_stand_once_and_hold_what_it_can(string query)
    {
        var tenant = await service.TenantAsync();
        (await service.GetAsync("/v1/batches?" + query, tenant.TestKey)).IsError(400, "invalid_field_format");
    }

    /// <summary>Batches straight into the store: no workflow knows of them.</summary>
    /// <returns>Ids of those that failed, newest first.</returns>
    private async Task<List<string>> FillAsync(TenantId tenant, int count = Stored)
    {
        var store = service.Host.Node.Core.Batches;
        var first = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);
        var failed = new List<string>();
        var batches = Enumerable.Range(0, count).Select(i => new Batch(BatchId.Create(first.AddSeconds(i), SystemEntropy.Instance), tenant, TenantEnvironment.Test, 0, first.AddSeconds(i))
        {
            Status = i % FailedEvery == 0 ? BatchStatus.Failed : BatchStatus.Pending,
        }).ToList();
        await Task.WhenAll(batches.Select(batch => store.StoreAsync(batch, [], default)));
        failed.AddRange(batches.Where(static batch => batch.Status == BatchStatus.Failed).Reverse().Select(static batch => batch.Id.Value));
        return failed;
    }
}
