using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Audit;

public sealed class RequestLogTests
{
    private const string Table = "requestlog";
    private readonly MemoryTables tables = new();
    private readonly TestClock clock = new();
    private readonly RequestLog log;

    public RequestLogTests() => log = new RequestLog(tables, clock, TimeSpan.FromDays(90));

    [Fact]
    public async Task An_entry_is_found_by_its_id_as_it_was_written()
    {
        var entry = Entry(clock.GetUtcNow()) with
        {
            Key = ApiKeyId.Create(clock.GetUtcNow(), SystemEntropy.Instance),
            Tenant = TenantId.Create(clock.GetUtcNow(), SystemEntropy.Instance),
            Environment = TenantEnvironment.Live,
            Resource = "crd_01HXYZABCDEFGHJKMNPQRSTVWX",
            ErrorCode = "credential_not_found",
        };
        var bare = Entry(clock.GetUtcNow());
        await log.WriteAsync([entry, bare, entry], default);
        await log.WriteAsync([entry], default);
        Assert.Equal(entry, await log.FindAsync(entry.RequestId, default));
        Assert.Equal(bare, await log.FindAsync(bare.RequestId, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("req_")]
    [InlineData("req_01HXYZABCDEFGHJKMNPQRSTVWX")]
    [InlineData("crd_01HXYZABCDEFGHJKMNPQRSTVWX")]
    [InlineData("req_../../x")]
    [InlineData("req_ZZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    public async Task What_is_not_there_or_no_request_id_is_not_found(string id) => Assert.Null(await log.FindAsync(id, default));

    [Fact]
    public async Task The_id_alone_leads_to_the_partition_of_its_time()
    {
        for (var step = 0; step < 100; step++)
        {
            clock.Advance(TimeSpan.FromSeconds(977.3));
            Assert.True(RequestPartition.TryOf(Entry(clock.GetUtcNow()).RequestId, out var partition));
            Assert.Equal(RequestPartition.At(clock.GetUtcNow()), partition);
            Assert.Equal(Entry(clock.GetUtcNow()).RequestId.Substring(4, 6), partition.Key);
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_older_than_the_retention_goes_and_the_rest_stays()
    {
        var old = await FillAsync(1_234);
        clock.Advance(TimeSpan.FromDays(3));
        var younger = await FillAsync(10);
        clock.Advance(TimeSpan.FromDays(88));
        Assert.Equal(1_234, await log.PurgeAsync(default));
        Assert.All(old, id => Assert.Null(log.FindAsync(id, default).Result));
        Assert.All(younger, id => Assert.NotNull(log.FindAsync(id, default).Result));
        Assert.Equal(0, await log.PurgeAsync(default));
        clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(10, await log.PurgeAsync(default));
    }

    [Fact]
    public async Task A_purge_an_hour_later_reads_only_the_partitions_of_that_hour()
    {
        await FillAsync(5);
        clock.Advance(TimeSpan.FromDays(100));
        await log.PurgeAsync(default);
        clock.Advance(TimeSpan.FromHours(1));
        var counted = new CountingTables(tables);
        await new RequestLog(counted, clock, TimeSpan.FromDays(90)).PurgeAsync(default);
        Assert.InRange(counted.Queries, 3, 4);
    }

    [Fact]
    public async Task A_purge_that_broke_off_goes_on_and_two_at_once_do_no_harm()
    {
        var old = await FillAsync(500);
        clock.Advance(TimeSpan.FromDays(92));
        var breaking = new CountingTables(tables) { BreakAfter = 3 };
        await Assert.ThrowsAsync<IOException>(() => new RequestLog(breaking, clock, TimeSpan.FromDays(90)).PurgeAsync(default));
        await Task.WhenAll(log.PurgeAsync(default), new RequestLog(tables, clock, TimeSpan.FromDays(90)).PurgeAsync(default));
        Assert.All(old, id => Assert.Null(log.FindAsync(id, default).Result));
    }

    [Fact]
    public async Task An_empty_log_has_nothing_to_purge() => Assert.Equal(0, await log.PurgeAsync(default));

    private static RequestEntry Entry(DateTimeOffset time) =>
        new("req_" + Ulid.Create(time, SystemEntropy.Instance), time, "GET", "/v1/credentials/{id}", 200, 7);

    private async Task<List<string>> FillAsync(int count)
    {
        var entries = Enumerable.Range(0, count).Select(_ => Entry(clock.GetUtcNow())).ToList();
        await log.WriteAsync(entries, default);
        return entries.ConvertAll(static entry => entry.RequestId);
    }

    private sealed class CountingTables(ITables inner) : ITables
    {
        public int Queries { get; private set; }

        public int BreakAfter { get; init; } = int.MaxValue;

        private int writes;

        public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) => inner.WriteAsync(table, change, cancellationToken);

        public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
        {
            Assert.Equal(Table, table);
            return ++writes > BreakAfter ? throw new IOException() : inner.TransactAsync(table, changes, cancellationToken);
        }

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
        {
            Queries++;
            return inner.QueryAsync(table, range, take, continuation, cancellationToken);
        }
    }
}
