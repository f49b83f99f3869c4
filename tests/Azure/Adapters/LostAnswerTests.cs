using LearnCoin.Core.Storage;
using LearnCoin.Functions.Adapters;
using Xunit.Abstractions;

namespace LearnCoin.Azure.Tests.Adapters;

/// <summary>A write whose answer was lost is sent again by the SDK and then meets its own rows: it must be told from the write of another.</summary>
[TestCaseOrderer(WhereAzurite.Type, WhereAzurite.Assembly)]
public sealed class LostAnswerTests(AzuriteTables azurite, ITestOutputHelper output) : IClassFixture<AzuriteTables>, IDisposable
{
    private readonly LostAnswers network = new();
    private readonly string table = azurite.NewTable();

    private AzureTables Tables => field ??= new AzureTables(StorageClients.EmulatorTables(azurite.Address, network.Transport));

    private AzureTables Another => azurite.Adapter;

    [Fact]
    public void It_says_when_there_is_no_emulator() => WhereAzurite.Tell(output);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_insert_is_done_with_the_etag_of_its_row(int answers)
    {
        await MakeTableAsync();
        network.LoseNext(answers);
        var written = await WriteAsync(RowChange.Insert(new Row("p", "r").Set("v", 1)));
        Assert.Equal(answers, network.Lost);
        Assert.True(written.IsDone);
        Assert.Equal((await GetAsync("r"))!.Etag, written.Etags[0]);
        Assert.True((await WriteAsync(RowChange.Update(new Row("p", "r").Set("v", 2), written.Etags[0]!))).IsDone);
    }

    [Fact]
    public async Task An_insert_of_what_another_made_is_not_done_even_where_the_rows_are_alike()
    {
        await MakeTableAsync();
        await Another.WriteAsync(table, RowChange.Insert(new Row("p", "r").Set("v", 1)), default);
        network.LoseNext();
        Assert.Equal(WriteOutcome.AlreadyExists, (await WriteAsync(RowChange.Insert(new Row("p", "r").Set("v", 1)))).Outcome);
        Assert.Equal(1, network.Lost);
    }

    [Fact]
    public async Task An_update_counts_once()
    {
        await MakeTableAsync();
        await WriteAsync(RowChange.Insert(new Row("p", "r").Set("v", 0)));
        for (var i = 0; i < 3; i++)
        {
            network.LoseNext();
            await Tables.ChangeAsync(table, "p", "r", static row => row!.Copy().Set("v", row.RequiredInt64("v") + 1), default);
        }

        Assert.Equal(3, network.Lost);
        Assert.Equal(3, (await GetAsync("r"))!.Int64("v"));
    }

    [Fact]
    public async Task An_update_that_lost_against_another_of_the_same_content_is_a_mismatch()
    {
        await MakeTableAsync();
        var etag = (await WriteAsync(RowChange.Insert(new Row("p", "r").Set("v", 0)))).Etags[0]!;
        Assert.True((await Another.WriteAsync(table, RowChange.Update(new Row("p", "r").Set("v", 1), etag), default)).IsDone);
        network.LoseNext();
        Assert.Equal(WriteOutcome.EtagMismatch, (await WriteAsync(RowChange.Update(new Row("p", "r").Set("v", 1), etag))).Outcome);
    }

    [Fact]
    public async Task A_transaction_is_done_as_a_whole_with_the_etags_of_its_rows()
    {
        await MakeTableAsync();
        var old = (await WriteAsync(RowChange.Insert(new Row("p", "old")))).Etags[0]!;
        network.LoseNext();
        var written = await Tables.TransactAsync(
            table, [RowChange.Delete("p", "old", old), RowChange.Insert(new Row("p", "a")), RowChange.Upsert(new Row("p", "b"))], default);
        Assert.Equal(1, network.Lost);
        Assert.True(written.IsDone);
        Assert.Equal([null, (await GetAsync("a"))!.Etag, (await GetAsync("b"))!.Etag], written.Etags);
    }

    [Fact]
    public async Task What_another_replaced_since_has_an_etag_that_matches_nothing()
    {
        await MakeTableAsync();
        network.LoseNext();
        network.Meanwhile = () => Another.WriteAsync(table, RowChange.Upsert(new Row("p", "b").Set("v", 2)), default).AsTask();
        var written = await Tables.TransactAsync(table, [RowChange.Insert(new Row("p", "a")), RowChange.Insert(new Row("p", "b"))], default);
        Assert.True(written.IsDone);
        Assert.Equal(WriteOutcome.EtagMismatch, (await WriteAsync(RowChange.Update(new Row("p", "b"), written.Etags[1]!))).Outcome);
        Assert.True((await WriteAsync(RowChange.Update(new Row("p", "a"), written.Etags[0]!))).IsDone);
    }

    [Fact]
    public async Task A_delete_leaves_nothing_to_know_it_by_and_the_row_is_not_found()
    {
        await MakeTableAsync();
        var etag = (await WriteAsync(RowChange.Insert(new Row("p", "r")))).Etags[0]!;
        network.LoseNext();
        Assert.Equal(WriteOutcome.NotFound, (await WriteAsync(RowChange.Delete("p", "r", etag))).Outcome);
        Assert.Null(await GetAsync("r"));
    }

    [Fact]
    public async Task The_making_of_a_table_may_lose_its_answer_too()
    {
        network.LoseNext(3); // the refused write, the making, and the write again
        Assert.True((await WriteAsync(RowChange.Insert(new Row("p", "r")))).IsDone);
        Assert.Equal(3, network.Lost);
    }

    public void Dispose() => network.Dispose();

    private async Task MakeTableAsync() => await Another.WriteAsync(table, RowChange.Upsert(new Row("other", "row")), default);

    private ValueTask<WriteResult> WriteAsync(RowChange change) => Tables.WriteAsync(table, change, default);

    private ValueTask<Row?> GetAsync(string rowKey) => Another.GetAsync(table, "p", rowKey, default);
}
