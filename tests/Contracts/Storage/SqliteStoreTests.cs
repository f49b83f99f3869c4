using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>What the file itself promises: sharing, durability, erasure, versions.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private const string Table = "things";

    private readonly TempFolder folder = new();

    private string FilePath => folder.File("store.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_stores_on_one_file_see_each_others_writes_at_once()
    {
        using var first = SqliteStore.Open(FilePath);
        using var second = SqliteStore.Open(FilePath);
        var (a, b) = (new SqliteTables(first), new SqliteTables(second));
        for (var i = 0; i < 50; i++)
        {
            var written = await a.WriteAsync(Table, RowChange.Upsert(new Row("p", "r").Set("v", i)), default);
            var read = await b.GetAsync(Table, "p", "r", default);
            Assert.Equal((i, written.Etags[0]), (read!.Int64("v"), read.Etag));
            Assert.True((await b.WriteAsync(Table, RowChange.Update(new Row("p", "r").Set("v", -i), read.Etag!), default)).IsDone);
            Assert.Equal(-i, (await a.GetAsync(Table, "p", "r", default))!.Int64("v"));
        }
    }

    [Fact]
    public async Task Two_stores_that_write_at_once_lose_no_increment()
    {
        using var first = SqliteStore.Open(FilePath);
        using var second = SqliteStore.Open(FilePath);
        ITables[] tables = [new SqliteTables(first), new SqliteTables(second)];
        await tables[0].WriteAsync(Table, RowChange.Insert(new Row("p", "r").Set("v", 0)), default);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var mine = tables[i % 2];
            for (var done = 0; done < 15;)
            {
                var row = await mine.GetAsync(Table, "p", "r", default);
                var next = row!.Copy().Set("v", row.RequiredInt64("v") + 1);
                done += (await mine.WriteAsync(Table, RowChange.Update(next, row.Etag!), default)).IsDone ? 1 : 0;
            }
        })));
        Assert.Equal(120, (await tables[1].GetAsync(Table, "p", "r", default))!.Int64("v"));
    }

    [Fact]
    public async Task A_failing_write_leaves_those_committed_with_it_alone()
    {
        using var store = SqliteStore.Open(FilePath);
        var tables = new SqliteTables(store);
        var work = Enumerable.Range(0, 60).Select(i => i % 3 == 0
            ? store.WriteAsync<bool>(
                database =>
                {
                    database.Execute("INSERT INTO logical_table (name) VALUES ('half')");
                    throw new InvalidOperationException("on purpose");
                },
                default)
            : tables.WriteAsync(Table, RowChange.Insert(new Row("p", $"{i:D2}")), default).AsTask() as Task).ToArray();
        await Task.WhenAll(work).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.All(work.Where((_, i) => i % 3 == 0), task => Assert.IsType<InvalidOperationException>(task.Exception!.InnerException));
        Assert.All(work.Where((_, i) => i % 3 != 0), task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Equal(40, (await tables.QueryAsync(Table, new RowRange("p"), 1000, null, default)).Rows.Count);
        Assert.Equal(0, store.Read(database => database.Scalar("SELECT count(*) FROM logical_table WHERE name = 'half'")));
    }

    [Fact]
    public async Task Closing_finishes_the_writes_that_wait()
    {
        var store = SqliteStore.Open(FilePath);
        var tables = new SqliteTables(store);
        var writes = Enumerable.Range(0, 500).Select(i => tables.WriteAsync(Table, RowChange.Insert(new Row("p", $"{i:D3}")), default).AsTask()).ToArray();
        store.Dispose();
        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.IsDone));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await tables.WriteAsync(Table, RowChange.Insert(new Row("p", "x")), default));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await tables.GetAsync(Table, "p", "x", default));

        using var again = SqliteStore.Open(FilePath);
        Assert.Equal(500, (await new SqliteTables(again).QueryAsync(Table, new RowRange("p"), 1000, null, default)).Rows.Count);
    }

    [Fact]
    public async Task The_connections_have_the_settings_durability_needs()
    {
        using var store = SqliteStore.Open(FilePath);
        var writer = await store.WriteAsync(database => (database.Scalar("PRAGMA synchronous"), database.Scalar("PRAGMA secure_delete"), database.Scalar("PRAGMA foreign_keys")), default);
        Assert.Equal((2, 1, 1), writer);
        Assert.Equal(1, store.Read(database => database.Scalar("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath + "-wal"));
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        using (var store = SqliteStore.Open(FilePath))
        {
            await store.WriteAsync(
                database =>
                {
                    database.Execute($"PRAGMA user_version = {SqliteSchema.Version + 1}");
                    return true;
                },
                default);
        }

        var before = SHA256.HashData(File.ReadAllBytes(FilePath));
        var refusal = Assert.Throws<SettingsException>(() => SqliteStore.Open(FilePath));
        Assert.Contains("newer release", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(FilePath)));
    }

    [Fact]
    public void A_file_that_is_not_ours_is_refused()
    {
        File.WriteAllText(folder.File("text"), new string('x', 5000));
        Assert.Throws<StoreException>(() => SqliteStore.Open(folder.File("text")));
        using (var other = Database.Open(folder.File("other.db")))
        {
            other.Execute("CREATE TABLE someone_elses (x)");
        }

        Assert.Throws<SettingsException>(() => SqliteStore.Open(folder.File("other.db")));
    }

    [Fact]
    public async Task Many_processes_may_make_the_file_at_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteStore.Open(FilePath))));
        Assert.All(stores, store => Assert.Equal(SqliteSchema.Version, store.Read(database => database.Scalar("PRAGMA user_version"))));
        Array.ForEach(stores, store => store.Dispose());
    }

    [Fact]
    public async Task A_backup_is_a_whole_store()
    {
        using var store = SqliteStore.Open(FilePath);
        await new SqliteTables(store).WriteAsync(Table, RowChange.Insert(new Row("p", "r").Set("v", 7)), default);
        SqliteBackup.Copy(FilePath, folder.File("copy.db"));
        using var copy = SqliteStore.Open(folder.File("copy.db"));
        Assert.Equal(7, (await new SqliteTables(copy).GetAsync(Table, "p", "r", default))!.Int64("v"));
    }

    [Fact]
    public async Task After_a_checkpoint_no_deleted_or_replaced_value_is_in_the_files()
    {
        using var store = SqliteStore.Open(FilePath);
        var tables = new SqliteTables(store);
        var queue = new SqliteQueue(store, TimeProvider.System);
        var random = new Random(7);
        var live = new Dictionary<string, string>();
        for (var round = 0; round < 3000; round++)
        {
            // Sizes from a cell of a shared page up to overflow pages; keys in random order, so that pages split and merge.
            var key = $"name-{random.Next(400):D3}";
            if (live.ContainsKey(key) && random.Next(3) == 0)
            {
                await tables.WriteAsync(Table, RowChange.Delete("p", key, RowChange.AnyEtag), default);
                live.Remove(key);
                continue;
            }

            live[key] = $"secret#{round:D5}#" + new string('s', random.Next(4) == 0 ? random.Next(9000) : random.Next(200));
            await tables.WriteAsync(Table, RowChange.Upsert(new Row("p", key).Set("v", live[key])), default);
            await queue.SendAsync("mail", $"secret#{100_000 + round}#", TimeSpan.Zero, default);
            if (random.Next(2) == 0)
            {
                await queue.CompleteAsync((await queue.ReceiveAsync("mail", TimeSpan.FromSeconds(1), default))!, default);
            }
        }

        foreach (var key in live.Keys)
        {
            await tables.WriteAsync(Table, RowChange.Delete("p", key, RowChange.AnyEtag), default);
        }

        while (await queue.ReceiveAsync("mail", TimeSpan.FromDays(1), default) is { } message)
        {
            await queue.CompleteAsync(message, default);
        }

        await tables.WriteAsync(Table, RowChange.Insert(new Row("p", "stays").Set("v", "what stays")), default);
        Assert.True(await store.CheckpointAsync(default));
        var dump = Dump();
        Assert.Contains("what stays", dump, StringComparison.Ordinal); // the dump can find what is there
        Assert.DoesNotContain("secret#", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("name-", dump, StringComparison.Ordinal);
    }

    private string Dump() => string.Concat(Directory.GetFiles(Path.GetDirectoryName(FilePath)!, "store.db*").Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }));
}
