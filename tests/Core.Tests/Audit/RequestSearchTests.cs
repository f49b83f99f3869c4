using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Audit;

/// <summary>Looking through the request log by time: newest first, in pages that together give each call once.</summary>
public sealed class RequestSearchTests
{
    private readonly TestClock clock = new();
    private readonly RequestLog log;
    private readonly DateTimeOffset start;

    public RequestSearchTests()
    {
        log = new RequestLog(new MemoryTables(), clock, TimeSpan.FromDays(90));
        start = clock.GetUtcNow();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Pages_give_every_call_of_the_range_once_newest_first(int limit)
    {
        var all = await WriteAsync(60, TimeSpan.FromMinutes(7));
        var wanted = all.Skip(5).Take(40).ToList();
        var found = await ReadAllAsync(new RequestQuery(wanted[0].Time, all[45].Time, limit));
        Assert.Equal(wanted.AsEnumerable().Reverse().Select(static entry => entry.RequestId), found.Select(static entry => entry.RequestId));
    }

    [Fact]
    public async Task A_time_with_more_calls_than_a_read_gives_is_read_backwards_all_the_same()
    {
        // More than two reads' rows in one partition, ten of them in each millisecond.
        var all = await WriteAsync(2_500, TimeSpan.Zero, perMoment: 10, step: TimeSpan.FromMilliseconds(1));
        var page = await log.SearchAsync(new RequestQuery(start, clock.GetUtcNow().AddMinutes(1), 50), default);
        var newest = all.Select(static entry => entry.RequestId).OrderDescending(StringComparer.Ordinal).ToList();
        Assert.Equal(newest.Take(50), page.Calls.Select(static entry => entry.RequestId));
        var found = await ReadAllAsync(new RequestQuery(start, clock.GetUtcNow().AddMinutes(1), 400));
        Assert.Equal(newest, found.Select(static entry => entry.RequestId));
    }

    [Fact]
    public async Task More_calls_in_a_millisecond_than_a_read_gives_are_all_found()
    {
        var all = await WriteAsync(1_300, TimeSpan.Zero, perMoment: 1_300);
        var found = await ReadAllAsync(new RequestQuery(start.AddMinutes(-1), start.AddMinutes(1), 500));
        Assert.Equal(all.Select(static entry => entry.RequestId).OrderDescending(StringComparer.Ordinal), found.Select(static entry => entry.RequestId));
    }

    [Fact]
    public async Task Only_calls_of_the_tenant_and_of_the_status_are_given()
    {
        var tenant = TenantId.Create(start, SystemEntropy.Instance);
        var mine = Entry(start) with { Tenant = tenant };
        var failed = Entry(start) with { Tenant = tenant, Status = 404 };
        await log.WriteAsync([mine, failed, Entry(start) with { Status = 500 }], default);
        var query = new RequestQuery(start.AddMinutes(-1), start.AddMinutes(1), 10) { Tenant = tenant };
        Assert.Equal(2, (await log.SearchAsync(query, default)).Calls.Count);
        Assert.Equal(failed.RequestId, Assert.Single((await log.SearchAsync(query with { LeastStatus = 400 }, default)).Calls).RequestId);
    }

    [Fact]
    public async Task A_long_empty_time_ends_a_page_that_leads_on()
    {
        var old = Entry(start);
        await log.WriteAsync([old], default);
        var query = new RequestQuery(start.AddDays(-1), start.AddDays(20), 10);
        var first = await log.SearchAsync(query, default);
        Assert.Empty(first.Calls);
        Assert.NotNull(first.Next);
        Assert.Equal(old.RequestId, Assert.Single(await ReadAllAsync(query)).RequestId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    public async Task A_range_that_ends_before_it_begins_has_nothing(int minutes)
    {
        await log.WriteAsync([Entry(start)], default);
        var page = await log.SearchAsync(new RequestQuery(start, start.AddMinutes(minutes), 10), default);
        Assert.Equal((0, null), (page.Calls.Count, page.Next));
    }

    private async Task<List<RequestEntry>> ReadAllAsync(RequestQuery query)
    {
        var found = new List<RequestEntry>();
        string? before = null;
        do
        {
            var page = await log.SearchAsync(query with { Before = before }, default);
            Assert.InRange(page.Calls.Count, 0, query.Limit);
            found.AddRange(page.Calls);
            Assert.NotEqual(before ?? "", page.Next);
            before = page.Next;
        }
        while (before is not null);
        return found;
    }

    private async Task<List<RequestEntry>> WriteAsync(int count, TimeSpan pause, int perMoment = 1, TimeSpan step = default)
    {
        var all = new List<RequestEntry>(count);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                clock.Advance(pause + (i % perMoment == 0 ? step : TimeSpan.Zero));
            }

            all.Add(Entry(clock.GetUtcNow()));
        }

        await log.WriteAsync(all, default);
        return all;
    }

    private static RequestEntry Entry(DateTimeOffset time) => new("req_" + Ulid.Create(time, SystemEntropy.Instance), time, "GET", "/v1/batches", 200, 3);
}
