using LearnCoin.Core.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>What every <see cref="ITables"/> does.</summary>
public abstract class TablesContract(TestTables store) : IDisposable
{
    private ITables Tables => store.Tables;

    private string Table => store.Table;

    [Fact]
    public async Task A_row_comes_back_with_every_type_of_value_and_the_etag_of_its_write()
    {
        var row = new Row("p", "r").Set("text", "grün 🎓").Set("empty", "").Set("int", int.MinValue).Set("long", long.MaxValue).Set("double", 0.1)
            .Set("nan", double.NaN).Set("yes", true).Set("no", false).Set("bytes", new byte[] { 0, 255 }).Set("none", Array.Empty<byte>())
            .Set("time", new DateTimeOffset(2030, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)));

        var etag = await DoneAsync(RowChange.Insert(row));
        var read = await GetAsync("r");

        Assert.Equal(etag, read!.Etag);
        Assert.Equal(row.Values.OrderBy(value => value.Key), read.Values.OrderBy(value => value.Key));
        Assert.IsType<int>(read.Values["int"]);
        Assert.Equal(TimeSpan.Zero, read.RequiredTime("time").Offset);
    }

    [Fact]
    public async Task What_was_never_written_is_null_and_an_empty_page()
    {
        Assert.Null(await GetAsync("r"));
        Assert.Empty((await QueryAsync(new RowRange("p"))).Rows);
        await DoneAsync(RowChange.Insert(new Row("p", "r")));
        Assert.Null(await GetAsync("R"));
        Assert.Null(await Tables.GetAsync(Table, "P", "r", default));
        Assert.Null(await Tables.GetAsync(Table + "x", "p", "r", default));
    }

    [Fact]
    public async Task Table_names_differ_by_more_than_case()
    {
        await DoneAsync(RowChange.Insert(new Row("p", "r")));
        Assert.NotNull(await Tables.GetAsync(Table.ToUpperInvariant(), "p", "r", default));
    }

    [Fact]
    public async Task An_insert_of_what_is_there_fails_and_changes_nothing()
    {
        await DoneAsync(RowChange.Insert(new Row("p", "r").Set("v", 1)));
        var second = await WriteAsync(RowChange.Insert(new Row("p", "r").Set("v", 2)));
        Assert.Equal(WriteOutcome.AlreadyExists, second.Outcome);
        Assert.Equal(0, second.FailedIndex);
        Assert.Empty(second.Etags);
        Assert.Equal(1, (await GetAsync("r"))!.Int64("v"));
    }

    [Fact]
    public async Task An_update_replaces_the_whole_row_and_needs_the_last_etag()
    {
        var first = await DoneAsync(RowChange.Insert(new Row("p", "r").Set("a", 1)));
        var second = await DoneAsync(RowChange.Update(new Row("p", "r").Set("b", 2), first));
        Assert.NotEqual(first, second);
        Assert.Equal(WriteOutcome.EtagMismatch, (await WriteAsync(RowChange.Update(new Row("p", "r"), first))).Outcome);
        Assert.Equal(["b"], (await GetAsync("r"))!.Values.Keys);
        await DoneAsync(RowChange.Update(new Row("p", "r").Set("c", 3), RowChange.AnyEtag));
        Assert.Equal(WriteOutcome.NotFound, (await WriteAsync(RowChange.Update(new Row("p", "x"), RowChange.AnyEtag))).Outcome);
    }

    [Fact]
    public async Task A_delete_needs_the_last_etag()
    {
        var first = await DoneAsync(RowChange.Insert(new Row("p", "r")));
        var second = await DoneAsync(RowChange.Upsert(new Row("p", "r")));
        Assert.Equal(WriteOutcome.EtagMismatch, (await WriteAsync(RowChange.Delete("p", "r", first))).Outcome);
        Assert.Equal([null], (await WriteAsync(RowChange.Delete("p", "r", second))).Etags);
        Assert.Null(await GetAsync("r"));
        Assert.Equal(WriteOutcome.NotFound, (await WriteAsync(RowChange.Delete("p", "r", RowChange.AnyEtag))).Outcome);
    }

    [Fact]
    public async Task An_etag_of_a_deleted_row_does_not_match_its_successor()
    {
        var first = await DoneAsync(RowChange.Insert(new Row("p", "r").Set("v", 1)));
        await WriteAsync(RowChange.Delete("p", "r", first));
        await DoneAsync(RowChange.Insert(new Row("p", "r").Set("v", 1)));
        Assert.Equal(WriteOutcome.EtagMismatch, (await WriteAsync(RowChange.Update(new Row("p", "r"), first))).Outcome);
    }

    [Fact]
    public async Task A_transaction_is_applied_whole_or_not_at_all()
    {
        var etag = await DoneAsync(RowChange.Insert(new Row("p", "b").Set("v", 1)));
        RowChange[] changes =
        [
            RowChange.Insert(new Row("p", "a")), RowChange.Update(new Row("p", "b").Set("v", 2), etag), RowChange.Upsert(new Row("p", "c")),
            RowChange.Delete("p", "d", RowChange.AnyEtag), RowChange.Insert(new Row("p", "e")),
        ];
        var refused = await Tables.TransactAsync(Table, changes, default);
        Assert.Equal((WriteOutcome.NotFound, 3), (refused.Outcome, refused.FailedIndex));
        Assert.Equal(["b"], await KeysAsync(new RowRange("p")));
        Assert.Equal(1, (await GetAsync("b"))!.Int64("v"));

        await DoneAsync(RowChange.Insert(new Row("p", "d")));
        var done = await Tables.TransactAsync(Table, changes, default);
        Assert.True(done.IsDone);
        Assert.Equal(-1, done.FailedIndex);
        Assert.Null(done.Etags[3]);
        Assert.Equal(["a", "b", "c", "e"], await KeysAsync(new RowRange("p")));
        Assert.Equal(done.Etags[1], (await GetAsync("b"))!.Etag);
    }

    [Fact]
    public async Task Of_parallel_inserts_of_one_row_exactly_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Task.Run(async () => await WriteAsync(RowChange.Insert(new Row("p", "r").Set("v", i))))));
        var winner = Array.FindIndex(results, result => result.IsDone);
        Assert.Equal(1, results.Count(result => result.IsDone));
        Assert.Equal(49, results.Count(result => result.Outcome == WriteOutcome.AlreadyExists));
        Assert.Equal(winner, (await GetAsync("r"))!.Int64("v"));
    }

    [Fact]
    public async Task Parallel_updates_by_etag_lose_no_increment()
    {
        await DoneAsync(RowChange.Insert(new Row("p", "r").Set("v", 0)));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 10;)
            {
                var row = await GetAsync("r");
                done += (await WriteAsync(RowChange.Update(row!.Copy().Set("v", row.RequiredInt64("v") + 1), row.Etag!))).IsDone ? 1 : 0;
            }
        })));
        Assert.Equal(160, (await GetAsync("r"))!.Int64("v"));
    }

    [Fact]
    public async Task Readers_never_see_half_a_transaction()
    {
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var rows = (await QueryAsync(new RowRange("p"))).Rows;
                Assert.True(rows.Select(row => row.Int64("v")).Distinct().Count() <= 1);
                Assert.True(rows.Count is 0 or 10);
            }
        });
        for (var round = 0; round < 100; round++)
        {
            await Tables.TransactAsync(Table, [.. Enumerable.Range(0, 10).Select(i => RowChange.Upsert(new Row("p", $"{i}").Set("v", round)))], default);
        }

        await stop.CancelAsync();
        await reader;
    }

    [Fact]
    public async Task Ranges_are_half_open_and_in_ordinal_order()
    {
        // Sorted by UTF-16 code unit: a surrogate pair (U+1F393) comes before U+E000 and U+FF21, unlike in UTF-8.
        string[] keys = ["", "10", "2", "A", "B", "_", "a", "a!", "aa", "ab", "b", "é", "中", "\ud83c\udf93", "\ue000", "Ａ"];
        foreach (var key in keys.Reverse())
        {
            await DoneAsync(RowChange.Insert(new Row("p", key)));
            await DoneAsync(RowChange.Insert(new Row("q", key)));
        }

        Assert.Equal(keys, await KeysAsync(new RowRange("p")));
        Assert.Equal(["A", "B", "_"], await KeysAsync(new RowRange("p", "A", "a")));
        Assert.Equal(["a", "a!", "aa", "ab"], await KeysAsync(RowRange.Prefix("p", "a")));
        Assert.Equal(["é"], await KeysAsync(RowRange.Prefix("p", "é")));
        Assert.Equal(keys, await KeysAsync(RowRange.Prefix("p", "")));
        Assert.Equal(["\ud83c\udf93", "\ue000", "Ａ"], await KeysAsync(new RowRange("p", "\ud83c\udf93")));
        Assert.Equal([""], await KeysAsync(new RowRange("p", null, "1")));
        Assert.Empty(await KeysAsync(new RowRange("p", "x", "c")));
    }

    [Fact]
    public async Task Keys_and_bounds_may_hold_quotes_and_what_else_addresses_and_filters_use()
    {
        const string Partition = "O'Neil & 'son'";
        string[] keys = ["a%27b", "a''b", "a'b", "a&b", "a+b", "a b", "a=b|c", "a or 1 eq 1", "a\"b"];
        await Tables.TransactAsync(Table, [.. keys.Select(key => RowChange.Insert(new Row(Partition, key)))], default);
        foreach (var key in keys)
        {
            Assert.Equal(key, (await Tables.GetAsync(Table, Partition, key, default))!.RowKey);
            Assert.Contains(key, await KeysAsync(RowRange.Prefix(Partition, key)));
            Assert.Equal(keys.Order(StringComparer.Ordinal).SkipWhile(other => other != key), await KeysAsync(new RowRange(Partition, key)));
        }

        Assert.Empty(await KeysAsync(new RowRange(Partition, "b'", "b' or 'a' eq 'a")));
        foreach (var key in keys)
        {
            var row = await Tables.GetAsync(Table, Partition, key, default);
            Assert.True((await WriteAsync(RowChange.Update(row!.Copy().Set("v", 1), row.Etag!))).IsDone);
            Assert.True((await WriteAsync(RowChange.Delete(Partition, key, RowChange.AnyEtag))).IsDone);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Pages_follow_one_another_without_gap_or_double(int take)
    {
        var keys = Enumerable.Range(0, 40).Select(i => $"k{i:D3}").ToArray();
        await Tables.TransactAsync(Table, [.. keys.Select(key => RowChange.Insert(new Row("p", key)))], default);
        var seen = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Tables.QueryAsync(Table, new RowRange("p", "k005", "k035"), take, continuation, default);
            Assert.True(page.Rows.Count <= take);
            seen.AddRange(page.Rows.Select(row => row.RowKey));
            continuation = page.Continuation;

            // A row deleted between two pages takes nothing else with it.
            await WriteAsync(RowChange.Delete("p", seen[^1], RowChange.AnyEtag));
        }
        while (continuation is not null);
        Assert.Equal(keys[5..35], seen);
    }

    [Fact]
    public async Task A_row_that_was_read_can_be_changed_without_changing_the_stored_one()
    {
        byte[] given = [1];
        await DoneAsync(RowChange.Insert(new Row("p", "r").Set("v", 1).Set("b", given)));
        given[0] = 2;
        var read = (await GetAsync("r"))!.Set("v", 2);
        read.Bytes("b")![0] = 3;
        Assert.Equal(1, (await GetAsync("r"))!.Int64("v"));
        Assert.Equal([1], (await GetAsync("r"))!.Bytes("b"));
    }

    [Theory]
    [MemberData(nameof(TableRuleCases.Refused), MemberType = typeof(TableRuleCases))]
    public async Task What_the_service_refuses_is_refused_and_nothing_is_stored(string what)
    {
        var changes = TableRuleCases.Changes(what);
        await Assert.ThrowsAsync<TableLimitException>(async () => await Tables.TransactAsync(Table, changes, default));
        Assert.Empty(await KeysAsync(new RowRange("p")));
    }

    [Theory]
    [MemberData(nameof(TableRuleCases.Accepted), MemberType = typeof(TableRuleCases))]
    public async Task What_is_just_within_the_limits_is_stored(string what)
    {
        var changes = TableRuleCases.Changes(what);
        Assert.True((await Tables.TransactAsync(Table, changes, default)).IsDone);
        foreach (var change in changes)
        {
            var stored = await Tables.GetAsync(Table, change.Row.PartitionKey, change.Row.RowKey, default);
            Assert.Equal(change.Row.Values.OrderBy(value => value.Key), stored!.Values.OrderBy(value => value.Key));
        }
    }

    [Theory]
    [InlineData("p", 0)]
    [InlineData("p", 1001)]
    [InlineData("a/b", 10)]
    public async Task A_query_the_service_refuses_is_refused(string partition, int take)
    {
        await Assert.ThrowsAsync<TableLimitException>(async () => await Tables.QueryAsync(Table, new RowRange(partition), take, null, default));
    }

    [Fact]
    public async Task A_bound_that_is_no_text_is_refused()
    {
        await Assert.ThrowsAsync<TableLimitException>(async () => await QueryAsync(new RowRange("p", "a\ud800")));
        await Assert.ThrowsAsync<TableLimitException>(async () => await QueryAsync(new RowRange("p", null, "\udc00")));
        Assert.Throws<ArgumentException>(() => RowRange.Prefix("p", "a\ud83c"));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a-b")]
    [InlineData("täble")]
    [InlineData("Tables")]
    public async Task A_table_name_the_service_refuses_is_refused(string table)
    {
        await Assert.ThrowsAsync<TableLimitException>(async () => await Tables.GetAsync(table, "p", "r", default));
        await Assert.ThrowsAsync<TableLimitException>(async () => await Tables.WriteAsync(table, RowChange.Insert(new Row("p", "r")), default));
    }

    [Fact]
    public async Task A_cancelled_write_does_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Tables.WriteAsync(Table, RowChange.Insert(new Row("p", "r")), new CancellationToken(canceled: true)));
        Assert.Null(await GetAsync("r"));
    }

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    private ValueTask<Row?> GetAsync(string rowKey) => Tables.GetAsync(Table, "p", rowKey, default);

    private ValueTask<WriteResult> WriteAsync(RowChange change) => Tables.WriteAsync(Table, change, default);

    private ValueTask<RowPage> QueryAsync(RowRange range) => Tables.QueryAsync(Table, range, 1000, null, default);

    private async Task<string[]> KeysAsync(RowRange range) => [.. (await QueryAsync(range)).Rows.Select(row => row.RowKey)];

    private async Task<string> DoneAsync(RowChange change)
    {
        var result = await WriteAsync(change);
        Assert.Equal(WriteOutcome.Done, result.Outcome);
        return result.Etags[0]!;
    }
}
