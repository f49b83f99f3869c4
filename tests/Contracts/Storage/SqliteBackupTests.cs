using System.Text;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>A copy of a store is as good as the store, for forgetting too.</summary>
public sealed class SqliteBackupTests : IDisposable
{
    private const string Table = "things";
    private const int Names = 2000;

    private readonly TempFolder folder = new();

    private string Source => folder.File("store.db");

    private string Target => folder.File("copy.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_value_that_is_erased_from_a_copy_is_in_no_byte_of_it()
    {
        using (var store = SqliteStore.Open(Source))
        {
            await FillAsync(new SqliteTables(store));
            SqliteBackup.Copy(Source, Target);
        }

        SqliteBackup.Check(Target);
        var before = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Target));
        using (var copy = SqliteStore.Open(Target))
        {
            var tables = new SqliteTables(copy);
            await foreach (var row in tables.AllAsync(Table, new RowRange("p"), default))
            {
                Assert.Contains(row.Text("recipient_name")!, before, StringComparison.Ordinal);
                await tables.WriteAsync(Table, RowChange.Update(row.Copy().Set("recipient_name", null), row.Etag!), default);
            }
        }

        var after = await File.ReadAllBytesAsync(Target);
        Assert.DoesNotContain(Enumerable.Range(0, Names), i => after.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name(i))) >= 0);
    }

    [Fact]
    public async Task A_copy_is_one_moment_of_a_store_that_is_written_meanwhile()
    {
        using var store = SqliteStore.Open(Source);
        var tables = new SqliteTables(store);
        await tables.TransactAsync(Table, [Pair("a", 0), Pair("b", 0)], default);
        using var stop = new CancellationTokenSource();
        var writes = 0L;
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                writes++;
                await tables.TransactAsync(Table, [Pair("a", writes), Pair("b", writes)], CancellationToken.None);
            }
        });
        for (var i = 0; i < 10; i++)
        {
            var target = folder.File($"copy-{i}.db");
            var least = Volatile.Read(ref writes) - 1;
            SqliteBackup.Copy(Source, target);
            SqliteBackup.Check(target);
            using var copy = SqliteStore.OpenAsItIs(target);
            var (a, b) = (await ValueAsync(copy, "a"), await ValueAsync(copy, "b"));
            Assert.Equal(a, b);
            Assert.InRange(a, least, long.MaxValue);
        }

        await stop.CancelAsync();
        await writing;

        static RowChange Pair(string key, long value) => RowChange.Upsert(new Row("pair", key).Set("value", value));

        static async Task<long> ValueAsync(SqliteStore copy, string key) => (await new SqliteTables(copy).GetAsync(Table, "pair", key, default))!.RequiredInt64("value");
    }

    [Fact]
    public async Task A_damaged_copy_is_found_and_another_programs_file_is_not_copied()
    {
        using (var store = SqliteStore.Open(Source))
        {
            await FillAsync(new SqliteTables(store));
            SqliteBackup.Copy(Source, Target);
        }

        var bytes = await File.ReadAllBytesAsync(Target);
        bytes.AsSpan(3 * 4096, 4096).Fill(0x5a);
        await File.WriteAllBytesAsync(Target, bytes);
        Assert.True(Record.Exception(() => SqliteBackup.Check(Target)) is InvalidDataException or StoreException);
        using (var other = Database.Open(folder.File("other.db")))
        {
            other.Execute("CREATE TABLE someone_elses (x)");
        }

        Assert.Throws<SettingsException>(() => SqliteBackup.Copy(folder.File("other.db"), folder.File("no.db")));
        Assert.False(File.Exists(folder.File("no.db")));
    }

    private static string Name(int number) => $"NAME-{number:D5}-ZZ";

    private static async Task FillAsync(SqliteTables tables)
    {
        var random = new Random(11);
        foreach (var chunk in Enumerable.Range(0, Names).Chunk(100))
        {
            await tables.TransactAsync(
                Table,
                [.. chunk.Select(i => RowChange.Upsert(new Row("p", $"{i:D5}").Set("recipient_name", Name(i)).Set("data", new byte[random.Next(50, 1500)])))],
                default);
        }
    }
}
