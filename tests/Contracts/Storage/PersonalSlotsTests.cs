using System.Text;
using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>An erased value is in no byte of the file, wherever rows moved before.</summary>
public sealed class PersonalSlotsTests : IDisposable
{
    private const string Table = "things";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_grew_shrank_and_went_around_them_no_copy_of_an_erased_value_stays(int seed)
    {
        var random = new Random(seed);
        var path = folder.File("store.db");
        using var store = SqliteStore.Open(path);
        var tables = new SqliteTables(store);
        var keys = new List<(string Partition, string Row, string Name)>();
        for (var batch = 0; batch < 20; batch++)
        {
            var partition = $"p{batch}";
            List<(string Partition, string Row, string Name)> mine = [.. Enumerable.Range(0, 80).Select(i => (partition, $"{random.Next():x8}{i}", $"NAME-{batch:D3}-{i:D3}-ZZ"))];
            await tables.TransactAsync(Table, [.. mine.Select(key => RowChange.Insert(With(key, random, 200, 900)))], default);
            await tables.TransactAsync(Table, [.. Enumerable.Range(0, 50).Select(i => RowChange.Upsert(new Row("noise", $"{batch}-{i}").Set("v", new byte[random.Next(300)])))], default);
            // Signing makes rows grow.
            await tables.TransactAsync(Table, [.. mine.OrderBy(_ => random.Next()).Select(key => RowChange.Upsert(With(key, random, 600, 3000)))], default);
            await tables.TransactAsync(Table, [.. Enumerable.Range(0, 50).Where(_ => random.Next(3) > 0).Select(i => RowChange.Delete("noise", $"{batch}-{i}", RowChange.AnyEtag))], default);
            keys.AddRange(mine);
        }

        keys = [.. keys.OrderBy(_ => random.Next())];
        var erased = keys.Take(800).ToList();
        foreach (var (key, index) in erased.Select(static (key, index) => (key, index)))
        {
            var row = await tables.GetAsync(Table, key.Partition, key.Row, default);
            Assert.Equal(key.Name, row!.Text("recipient_name"));
            var change = index % 2 == 0
                ? RowChange.Update(row.Copy().Set("recipient_name", null).Set("recipient_email", null), row.Etag!)
                : RowChange.Delete(key.Partition, key.Row, row.Etag!);
            Assert.True((await tables.WriteAsync(Table, change, default)).IsDone);
        }

        Assert.True(await store.CheckpointAsync(default));
        var bytes = Files(path);
        Assert.Equal([], erased.Where(key => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key.Name)) >= 0));
        foreach (var kept in keys.Skip(800))
        {
            Assert.Equal(kept.Name, (await tables.GetAsync(Table, kept.Partition, kept.Row, default))!.Text("recipient_name"));
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(kept.Name)) >= 0, "the search finds what is there");
        }
    }

    [Fact]
    public async Task A_value_longer_than_a_page_and_one_that_was_replaced_go_too()
    {
        var path = folder.File("store.db");
        using var store = SqliteStore.Open(path);
        var tables = new SqliteTables(store);
        var metadata = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1500).Select(static i => $"META{i:D5}")));
        await tables.WriteAsync(Table, RowChange.Upsert(new Row("p", "r").Set("tenant_metadata", metadata).Set("other", "stays")), default);
        await tables.WriteAsync(Table, RowChange.Upsert(new Row("p", "r").Set("recipient_name", "SECOND-NAME").Set("other", "stays")), default);
        await tables.WriteAsync(Table, RowChange.Upsert(new Row("p", "r").Set("other", "stays")), default);
        Assert.True(await store.CheckpointAsync(default));
        var bytes = Files(path);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("META"u8));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("SECOND-NAME"u8));
        Assert.Equal("stays", (await tables.GetAsync(Table, "p", "r", default))!.Text("other"));
    }

    [Fact]
    public async Task A_store_of_the_version_before_is_brought_up_and_its_rows_are_read()
    {
        var path = folder.File("store.db");
        using (var store = SqliteStore.Open(path))
        {
            await new SqliteTables(store).WriteAsync(Table, RowChange.Upsert(new Row("p", "r").Set("other", "stays")), default);
            await store.WriteAsync(
                static database =>
                {
                    database.Execute("ALTER TABLE entity DROP COLUMN personal_id");
                    database.Execute("DROP TABLE personal");
                    database.Execute("PRAGMA user_version = 1");
                    return true;
                },
                default);
        }

        using var again = SqliteStore.Open(path);
        var tables = new SqliteTables(again);
        var row = await tables.GetAsync(Table, "p", "r", default);
        Assert.Equal("stays", row!.Text("other"));
        Assert.True((await tables.WriteAsync(Table, RowChange.Update(row.Copy().Set("recipient_name", "Ada"), row.Etag!), default)).IsDone);
        Assert.Equal("Ada", (await tables.GetAsync(Table, "p", "r", default))!.Text("recipient_name"));
    }

    private static Row With((string Partition, string Row, string Name) key, Random random, int least, int most)
    {
        var document = new byte[random.Next(least, most)];
        random.NextBytes(document);
        return new Row(key.Partition, key.Row)
            .Set("recipient_name", key.Name)
            .Set("recipient_email", key.Name + "@example.org")
            .Set("document0", document);
    }

    private static byte[] Files(string path) =>
        [.. new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists).SelectMany(ReadShared)];

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
