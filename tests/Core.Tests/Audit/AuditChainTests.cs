using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Audit;

public sealed class AuditChainTests
{
    private const string Table = "audit";
    private readonly MemoryTables tables = new();
    private readonly TestClock clock = new();
    private readonly TenantId tenant = TenantId.Create(DateTimeOffset.UnixEpoch, SystemEntropy.Instance);
    private readonly AuditChain chain;

    public AuditChainTests() => chain = new AuditChain(tables, clock);

    [Fact]
    public async Task A_chain_that_nobody_touched_is_whole_and_its_head_is_its_last_hash()
    {
        Assert.Equal(new AuditVerdict(0, "", null), await chain.VerifyAsync(tenant, default));
        await FillAsync(5);
        var records = await chain.ListAsync(tenant, default).ToListAsync();
        Assert.Equal([1, 2, 3, 4, 5], records.Select(static record => record.Number));
        Assert.Equal(new AuditVerdict(5, records[^1].Hash, null), await chain.VerifyAsync(tenant, default));
        Assert.Equal(AuditHash.Of(1, "", records[0].Time, records[0].Entry), records[0].Hash);
    }

    [Fact]
    public async Task The_newest_entries_come_in_pages_that_lead_back_to_the_first()
    {
        Assert.Empty(await chain.NewestAsync(tenant, null, 3, default));
        await FillAsync(8);
        var numbers = new List<long>();
        long? before = null;
        for (var page = await chain.NewestAsync(tenant, null, 3, default); page.Count > 0; page = await chain.NewestAsync(tenant, before, 3, default))
        {
            numbers.AddRange(page.Select(static record => record.Number));
            before = page[^1].Number;
        }

        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], numbers);
        Assert.Empty(await chain.NewestAsync(tenant, 0, 3, default));
    }

    [Fact]
    public async Task The_hash_is_the_documented_one()
    {
        var entry = new AuditEntry("credential.revoked", "crd_1", "key_1") { Environment = TenantEnvironment.Test, RequestId = "req_1", Detail = "fraud" };
        var text = """[7,"ab","2030-05-31T23:00:00.125Z","credential.revoked","crd_1","key_1","test","req_1","fraud"]"""u8;
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text));
        Assert.Equal(expected, AuditHash.Of(7, "ab", new DateTimeOffset(2030, 5, 31, 23, 0, 0, 125, TimeSpan.Zero), entry));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("time")]
    [InlineData("action")]
    [InlineData("subject")]
    [InlineData("actor")]
    [InlineData("environment")]
    [InlineData("request_id")]
    [InlineData("detail")]
    [InlineData("hash")]
    [InlineData("added")]
    public async Task An_altered_value_of_any_entry_is_found_at_its_number(string column)
    {
        for (var number = 1; number <= 4; number++)
        {
            var tenants = await AnotherAsync(4);
            await ChangeAsync(tenants, number, row => row.Set(column, column switch
            {
                "time" => row.RequiredTime("time").AddMilliseconds(1),
                "environment" => "live",
                _ => row.Text(column) + "x",
            }));
            Assert.Equal(number, (await chain.VerifyAsync(tenants, default)).BrokenAt);
            await ChangeAsync(tenants, number, row => row.Set(column, null));
            Assert.Equal(column == "added" ? 0 : number, (await chain.VerifyAsync(tenants, default)).BrokenAt ?? 0);
        }
    }

    [Fact]
    public async Task A_time_altered_below_the_hashed_milliseconds_is_found_too()
    {
        await FillAsync(2);
        await ChangeAsync(tenant, 1, static row => row.Set("time", row.RequiredTime("time").AddTicks(1)));
        Assert.Equal(1, (await chain.VerifyAsync(tenant, default)).BrokenAt);
    }

    [Fact]
    public async Task A_value_of_another_kind_or_an_unknown_environment_is_a_fault_and_no_crash()
    {
        await FillAsync(2);
        await ChangeAsync(tenant, 2, static row => row.Set("action", 7));
        Assert.Equal(2, (await chain.VerifyAsync(tenant, default)).BrokenAt);
        await ChangeAsync(tenant, 2, static row => row.Set("action", "a").Set("environment", "moon"));
        Assert.Equal(2, (await chain.VerifyAsync(tenant, default)).BrokenAt);
        await tables.WriteAsync(Table, RowChange.Insert(new Row(tenant.Value, "entry|x").Set("action", "a")), default);
        Assert.Equal(2, (await chain.VerifyAsync(tenant, default)).BrokenAt);
    }

    [Fact]
    public async Task A_removed_entry_is_found_wherever_it_stood()
    {
        for (var number = 1; number <= 4; number++)
        {
            var victim = await AnotherAsync(4);
            await tables.WriteAsync(Table, RowChange.Delete(victim.Value, Key(number), RowChange.AnyEtag), default);
            Assert.Equal(number, (await chain.VerifyAsync(victim, default)).BrokenAt);
        }
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_found()
    {
        await FillAsync(4);
        var (second, third) = (await RowAsync(tenant, 2), await RowAsync(tenant, 3));
        await tables.WriteAsync(Table, RowChange.Upsert(Moved(second, 3)), default);
        await tables.WriteAsync(Table, RowChange.Upsert(Moved(third, 2)), default);
        Assert.Equal(2, (await chain.VerifyAsync(tenant, default)).BrokenAt);
    }

    [Fact]
    public async Task An_entry_copied_from_another_tenant_or_put_after_the_head_is_found()
    {
        await FillAsync(2);
        var other = await AnotherAsync(3);
        await tables.WriteAsync(Table, RowChange.Insert(Moved(await RowAsync(other, 3), 3)), default);
        Assert.Equal(3, (await chain.VerifyAsync(tenant, default)).BrokenAt);
        // Even one that fits: the head does not know it.
        var last = (await chain.ListAsync(other, default).ToListAsync())[^1];
        var entry = new AuditEntry("a", "b", "c");
        await tables.WriteAsync(Table, RowChange.Insert(AuditRows.Write(other, new AuditRecord(4, last.Time, entry, AuditHash.Of(4, last.Hash, last.Time, entry)))), default);
        Assert.Equal(4, (await chain.VerifyAsync(other, default)).BrokenAt);
    }

    [Fact]
    public async Task A_cut_tail_is_found_by_the_head_and_a_changed_head_by_the_tail()
    {
        await FillAsync(5);
        var noted = (await chain.VerifyAsync(tenant, default)).HeadHash;
        await tables.WriteAsync(Table, RowChange.Delete(tenant.Value, Key(5), RowChange.AnyEtag), default);
        Assert.Equal(5, (await chain.VerifyAsync(tenant, default)).BrokenAt);

        // With the head set back as well the rows agree again: only the hash that was noted outside tells.
        var fourth = await RowAsync(tenant, 4);
        await tables.WriteAsync(Table, RowChange.Upsert(new Row(tenant.Value, "head").Set("number", 4L).Set("hash", fourth.Text("hash"))), default);
        var cut = await chain.VerifyAsync(tenant, default);
        Assert.True(cut.IsWhole);
        Assert.NotEqual(noted, cut.HeadHash);

        await tables.WriteAsync(Table, RowChange.Upsert(new Row(tenant.Value, "head").Set("number", 4L).Set("hash", "00")), default);
        Assert.Equal(4, (await chain.VerifyAsync(tenant, default)).BrokenAt);
        await tables.WriteAsync(Table, RowChange.Upsert(new Row(tenant.Value, "head").Set("number", 3L).Set("hash", (await RowAsync(tenant, 3)).Text("hash"))), default);
        Assert.Equal(4, (await chain.VerifyAsync(tenant, default)).BrokenAt);
        await tables.WriteAsync(Table, RowChange.Delete(tenant.Value, "head", RowChange.AnyEtag), default);
        Assert.Equal(1, (await chain.VerifyAsync(tenant, default)).BrokenAt);
    }

    [Fact]
    public async Task A_chain_that_grows_while_it_is_looked_at_is_whole()
    {
        await FillAsync(50);
        var writing = Task.Run(() => FillAsync(400));
        var looks = 0;
        do
        {
            Assert.True((await chain.VerifyAsync(tenant, default)).IsWhole);
            looks++;
        }
        while (!writing.IsCompleted);
        await writing;
        Assert.True(looks > 0);
        Assert.Equal(450, (await chain.VerifyAsync(tenant, default)).Count);
    }

    [Fact]
    public async Task An_operation_is_entered_once_however_often_and_at_once_it_is_resumed()
    {
        var entry = Entry(1) with { OperationId = "0123456789abcdef0123456789abcdef" };
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => new AuditChain(tables, clock).AppendAsync(tenant, entry, default))));
        await chain.AppendAsync(tenant, Entry(2), default);
        await chain.AppendAsync(tenant, entry, default);
        var verdict = await chain.VerifyAsync(tenant, default);
        Assert.Equal((2L, true), (verdict.Count, verdict.IsWhole));
    }

    [Fact]
    public async Task Many_appends_of_one_tenant_in_several_processes_all_get_in_with_few_vain_tries()
    {
        var counted = new CountingTables(tables);
        var processes = Enumerable.Range(0, 3).Select(_ => new AuditChain(counted, clock)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => processes[i % 3].AppendAsync(tenant, Entry(i), default))));
        var verdict = await chain.VerifyAsync(tenant, default);
        Assert.Equal((300L, true), (verdict.Count, verdict.IsWhole));
        // Within a process they take turns, so a round has at most as many losers as there are other processes.
        Assert.InRange(counted.Writes, 300, 900);
    }

    [Fact]
    public async Task The_entries_of_a_request_are_found_and_no_others()
    {
        var (mine, others) = ("req_" + Ulid.Create(clock.GetUtcNow(), SystemEntropy.Instance), "req_" + Ulid.Create(clock.GetUtcNow(), SystemEntropy.Instance));
        await chain.AppendAsync(tenant, Entry(1) with { RequestId = mine }, default);
        await chain.AppendAsync(tenant, Entry(2) with { RequestId = others }, default);
        await chain.AppendAsync(tenant, Entry(3) with { RequestId = mine }, default);
        Assert.Equal([1, 3], (await chain.OfRequestAsync(tenant, mine, default)).Select(static record => record.Number));
        Assert.Empty(await chain.OfRequestAsync(tenant, "req_", default));
        Assert.Empty(await chain.OfRequestAsync(await AnotherAsync(1), mine, default));
    }

    private static AuditEntry Entry(int number) => new("credential.revoked", $"crd_{number}", "key_1")
    {
        Environment = TenantEnvironment.Test,
        RequestId = $"req_{number}",
        Detail = "fraud",
    };

    private static string Key(int number) => $"entry|{number:D12}";

    private async Task<TenantId> AnotherAsync(int entries)
    {
        var another = TenantId.Create(clock.GetUtcNow(), SystemEntropy.Instance);
        for (var number = 1; number <= entries; number++)
        {
            await chain.AppendAsync(another, Entry(number), default);
        }

        return another;
    }

    private async Task FillAsync(int entries)
    {
        for (var number = 1; number <= entries; number++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(3));
            await chain.AppendAsync(tenant, Entry(number), default);
        }
    }

    private async Task<Row> RowAsync(TenantId of, int number) => (await tables.GetAsync(Table, of.Value, Key(number), default))!;

    private async Task ChangeAsync(TenantId of, int number, Func<Row, Row> change) =>
        await tables.WriteAsync(Table, RowChange.Upsert(change((await RowAsync(of, number)).Copy())), default);

    private Row Moved(Row row, int number)
    {
        var moved = new Row(tenant.Value, Key(number));
        foreach (var (name, value) in row.Values)
        {
            moved.Set(name, value);
        }

        return moved;
    }

    private sealed class CountingTables(ITables inner) : ITables
    {
        private int writes;

        public int Writes => writes;

        public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) => inner.WriteAsync(table, change, cancellationToken);

        public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref writes);
            return inner.TransactAsync(table, changes, cancellationToken);
        }

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken) =>
            inner.QueryAsync(table, range, take, continuation, cancellationToken);
    }
}
