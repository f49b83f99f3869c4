using System.Diagnostics;
using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>A process that writes rows from several tasks and tells each acknowledged one, until it is killed.</summary>
internal static class KilledWriter
{
    internal static async Task<int> RunAsync(string path)
    {
        var tables = new SqliteTables(SqliteStore.Open(path));
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                RowChange[] pair = [RowChange.Insert(new Row("p", $"{writer}-{i}-a")), RowChange.Insert(new Row("p", $"{writer}-{i}-b").Set("v", new byte[2000]))];
                await tables.TransactAsync("things", pair, default);
                output.WriteLine($"{writer}-{i}");
            }
        })));
        return 0;
    }

    internal static Process Start(string mode, string path) => Process.Start(new ProcessStartInfo(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [typeof(KilledWriter).Assembly.Location, mode, path])
    {
        RedirectStandardOutput = true,
    })!;
}

/// <summary>kill -9.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_process_loses_no_acknowledged_write_and_leaves_no_half_transaction()
    {
        var acknowledged = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            using var child = KilledWriter.Start("write", folder.File($"store{round}.db"));
            while (acknowledged.Count < 60 * (round + 1))
            {
                acknowledged.Add($"{round}:{await child.StandardOutput.ReadLineAsync()}");
            }

            child.Kill();
            acknowledged.AddRange((await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{round}:{line}"));
            await child.WaitForExitAsync();
        }

        foreach (var round in acknowledged.GroupBy(line => line[0]))
        {
            using var store = SqliteStore.Open(folder.File($"store{round.Key}.db"));
            var tables = new SqliteTables(store);
            var stored = new HashSet<string>();
            string? continuation = null;
            do
            {
                var page = await tables.QueryAsync("things", new RowRange("p"), 1000, continuation, default);
                stored.UnionWith(page.Rows.Select(row => row.RowKey));
                continuation = page.Continuation;
            }
            while (continuation is not null);
            Assert.All(round, line => Assert.Contains($"{line[2..]}-a", stored));
            Assert.All(stored, key => Assert.Contains(key[..^1] + (key[^1] == 'a' ? 'b' : 'a'), stored));
            Assert.Equal(1, store.Read(database => database.Scalar("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'")));
        }
    }
}
