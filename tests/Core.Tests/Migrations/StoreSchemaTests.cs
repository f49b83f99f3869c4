using LearnCoin.Contracts;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Migrations;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tests.Timers;

namespace LearnCoin.Core.Tests.Migrations;

/// <summary>Forward only, one host at a time, broken off anywhere.</summary>
public sealed class StoreSchemaTests
{
    private const string Table = "things";
    private const int Rows = 40;

    private readonly MemoryTables tables = new();
    private readonly WatchedTime time = new();

    [Fact]
    public async Task An_empty_store_comes_to_the_newest_version_and_is_current_then()
    {
        var schema = new StoreSchema(tables, time, SystemEntropy.Instance);
        Assert.False(schema.IsCurrent);
        await schema.MigrateAsync(default);
        Assert.True(schema.IsCurrent);
        Assert.Equal(StoreMigrations.Newest, await schema.VersionAsync(default));
    }

    [Fact]
    public void The_versions_of_the_migrations_follow_each_other() =>
        Assert.Equal(Enumerable.Range(2, StoreMigrations.All.Count), StoreMigrations.All.Select(static migration => migration.Version));

    [Fact]
    public async Task A_store_of_a_newer_release_is_refused_and_nothing_is_written()
    {
        await Schema(Doubling(2), Doubling(3)).MigrateAsync(default);
        var watched = new LeaseTables();
        await watched.TransactAsync("deployment", [RowChange.Insert(new Row("schema", "schema").Set("version", 3L))], default);
        var older = new StoreSchema(watched, time, SystemEntropy.Instance, [Doubling(2)]);
        Assert.Contains("newer release", await older.FaultAsync(default), StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<SettingsException>(() => older.MigrateAsync(default));
        Assert.Contains("schema 3", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SettingsException>(() => older.CheckForCommandAsync(default));
        Assert.Equal((0, false), (watched.Writes, older.IsCurrent));
    }

    [Fact]
    public async Task Broken_off_after_any_number_of_writes_the_next_run_ends_it_and_changes_each_row_once()
    {
        for (var writes = 0; writes < (2 * Rows) + 10; writes++)
        {
            var (store, left) = (new MemoryTables(), writes);
            await FillAsync(store);
            var broken = new BreakingWrites(store, () => left-- == 0 ? throw new IOException("broken") : true);
            try
            {
                await new StoreSchema(broken, time, SystemEntropy.Instance, [Doubling(2), Doubling(3)]).MigrateAsync(default);
            }
            catch (IOException)
            {
                // A host that died gives its lease back to nobody.
                time.Advance(MigrationLease.Length);
            }

            var next = new StoreSchema(store, time, SystemEntropy.Instance, [Doubling(2), Doubling(3)]);
            await next.MigrateAsync(default);
            await CheckAsync(store, 4);
        }
    }

    [Fact]
    public async Task Of_hosts_that_start_together_one_migrates_and_the_others_serve_when_it_has()
    {
        await FillAsync(tables);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        var waiting = Doubling(2) with
        {
            RunAsync = async (store, lease, cancellationToken) =>
            {
                Interlocked.Increment(ref runs);
                await gate.Task.WaitAsync(cancellationToken);
                await Doubling(2).RunAsync(store, lease, cancellationToken);
            },
        };
        var hosts = Enumerable.Range(0, 4).Select(_ => Schema(waiting)).ToList();
        var starts = hosts.Select(host => host.MigrateAsync(default)).ToList();
        Assert.All(hosts, static host => Assert.False(host.IsCurrent));
        gate.SetResult();
        while (!starts.TrueForAll(static start => start.IsCompleted))
        {
            await Task.Delay(5);
            time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await Task.WhenAll(starts);
        Assert.Equal(1, runs);
        Assert.All(hosts, static host => Assert.True(host.IsCurrent));
        await CheckAsync(tables, 2);
    }

    [Fact]
    public async Task A_host_that_slept_past_its_lease_stops_and_sets_no_version_back()
    {
        await FillAsync(tables);
        var asleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slept = false;
        var sleepy = Doubling(2) with
        {
            RunAsync = async (store, lease, cancellationToken) =>
            {
                if (!slept)
                {
                    slept = true;
                    await asleep.Task;
                }

                await Doubling(2).RunAsync(store, lease, cancellationToken);
            },
        };
        var late = Schema(sleepy, Doubling(3)).MigrateAsync(default);
        time.Advance(MigrationLease.Length);
        await Schema(Doubling(2), Doubling(3)).MigrateAsync(default);
        asleep.SetResult();
        await late;
        await CheckAsync(tables, 4);
        Assert.Equal(3, await Schema(Doubling(2), Doubling(3)).VersionAsync(default));
    }

    [Fact]
    public async Task A_command_migrates_an_empty_store_and_refuses_one_that_waits_for_its_service()
    {
        await Schema(Doubling(2)).CheckForCommandAsync(default);
        Assert.Equal(2, await Schema(Doubling(2)).VersionAsync(default));
        await tables.WriteAsync("tenants", RowChange.Insert(new Row("tenant", "tnt_1")), default);
        await Schema(Doubling(2)).CheckForCommandAsync(default);
        await Assert.ThrowsAsync<SettingsException>(() => Schema(Doubling(2), Doubling(3)).CheckForCommandAsync(default));
        Assert.Equal(2, await Schema(Doubling(2), Doubling(3)).VersionAsync(default));
    }

    private StoreSchema Schema(params Migration[] migrations) => new(tables, time, SystemEntropy.Instance, migrations);

    private static async Task FillAsync(MemoryTables store)
    {
        for (var i = 0; i < Rows; i++)
        {
            await store.WriteAsync(Table, RowChange.Insert(new Row("p", $"{i:D3}").Set("value", (long)i).Set("form", 1L)), default);
        }
    }

    /// <summary>Doubles every value of the form before.</summary>
    private static Migration Doubling(int version) => new(version, "doubles", async (store, lease, cancellationToken) =>
    {
        await foreach (var row in store.AllAsync(Table, new RowRange("p"), cancellationToken))
        {
            await store.ChangeAsync(
                Table,
                "p",
                row.RowKey,
                current => current!.RequiredInt64("form") >= version ? null : current.Copy().Set("form", (long)version).Set("value", 2 * current.RequiredInt64("value")),
                cancellationToken);
            await lease.KeepAsync(cancellationToken);
        }
    });

    private static async Task CheckAsync(MemoryTables store, int factor)
    {
        var values = new List<long>();
        await foreach (var row in store.AllAsync(Table, new RowRange("p"), default))
        {
            values.Add(row.RequiredInt64("value"));
        }

        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (long)i * factor), values);
    }

    private sealed class BreakingWrites(ITables inner, Func<bool> before) : ITables
    {
        public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
            before() ? inner.WriteAsync(table, change, cancellationToken) : default;

        public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
            before() ? inner.TransactAsync(table, changes, cancellationToken) : default;

        public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken) =>
            inner.QueryAsync(table, range, take, continuation, cancellationToken);
    }
}
