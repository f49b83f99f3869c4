using System.Security.Cryptography;
using FsCheck.Fluent;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Storage;

public sealed class BlobTests
{
    [Fact]
    public void What_was_set_is_read_again() => Prop.ForAll<byte[]>(static content =>
    {
        var row = new Row("p", "r");
        Blob.Set(row, "document", content);
        return Blob.Get(row, "document").AsSpan().SequenceEqual(content);
    }).Holds();

    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(900_000)]
    public async Task Content_that_does_not_compress_is_split_into_properties_a_store_takes(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var row = new Row("p", "r");
        Blob.Set(row, "document", content);
        Assert.All(row.Values.Values, static part => Assert.InRange(((byte[])part).Length, 1, TableLimits.MaxPropertyBytes));
        var tables = new MemoryTables();
        Assert.True((await tables.WriteAsync("blobs", RowChange.Insert(row), default)).IsDone);
        Assert.Equal(content, Blob.Get((await tables.GetAsync("blobs", "p", "r", default))!, "document"));
    }

    [Fact]
    public void A_shorter_content_leaves_nothing_of_the_longer_one()
    {
        var row = new Row("p", "r").Set("other", "x");
        Blob.Set(row, "document", RandomNumberGenerator.GetBytes(200_000));
        Assert.Equal(5, row.Values.Count);
        Blob.Set(row, "document", "{}"u8);
        Assert.Equal(2, row.Values.Count);
        Assert.Equal("{}"u8.ToArray(), Blob.Get(row, "document"));
        Blob.Remove(row, "document");
        Assert.Null(Blob.Get(row, "document"));
        Assert.Equal("x", row.Text("other"));
    }

    [Fact]
    public void Documents_are_stored_compressed()
    {
        var row = new Row("p", "r");
        Blob.Set(row, "document", new byte[500_000]);
        Assert.InRange(row.Bytes("document0")!.Length, 1, 1_000);
    }
}

public sealed class RowChunksTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(500, 5)]
    public void Small_rows_go_a_hundred_at_a_time_in_order(int rows, int chunks)
    {
        var changes = Enumerable.Range(0, rows).Select(static number => RowChange.Insert(new Row("p", $"{number:D4}"))).ToList();
        var split = RowChunks.Split(changes).ToList();
        Assert.Equal(chunks, split.Count);
        Assert.Equal(changes, split.SelectMany(static chunk => chunk));
    }

    [Fact]
    public async Task Large_rows_go_in_as_many_transactions_as_the_limits_ask_for()
    {
        var changes = Enumerable.Range(0, 40).Select(static number =>
        {
            var row = new Row("p", $"{number:D4}");
            Blob.Set(row, "document", RandomNumberGenerator.GetBytes(300_000));
            return RowChange.Insert(row);
        }).ToList();
        var tables = new MemoryTables();
        foreach (var chunk in RowChunks.Split(changes))
        {
            // The adapter itself refuses what is over the limits.
            Assert.True((await tables.TransactAsync("rows", chunk, default)).IsDone);
        }

        Assert.Equal(40, (await tables.QueryAsync("rows", new RowRange("p"), 1000, null, default)).Rows.Count);
    }

    [Fact]
    public async Task Text_counts_as_UTF_16()
    {
        var changes = Enumerable.Range(0, 100).Select(static number =>
            RowChange.Insert(new Row("p", $"{number:D4}").Set("a", new string('x', 32_000)).Set("b", new string('x', 32_000))));
        var tables = new MemoryTables();
        await tables.WriteAllAsync("rows", changes, default);
        Assert.Equal(100, (await tables.QueryAsync("rows", new RowRange("p"), 1000, null, default)).Rows.Count);
    }
}
