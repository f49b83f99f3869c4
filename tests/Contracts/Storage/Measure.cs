using System.Diagnostics;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Storage;
using LearnCoin.Local.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Contracts.Storage;

/// <summary>Prints what the store and the runner cost on this disk: <c>dotnet LearnCoin.Contracts.dll measure FILE</c>.</summary>
internal static class Measure
{
    internal static async Task<int> RunAsync(string path)
    {
        using var store = SqliteStore.Open(path);
        var tables = new SqliteTables(store);
        await OneByOneAsync(tables, "warm", 20);
        Console.WriteLine($"insert, one after another:    {await OneByOneAsync(tables, "one", 200):F2} ms each");
        await ParallelAsync(tables, "warm", 1000);
        Console.WriteLine($"insert, 1,000 in parallel:    {await ParallelAsync(tables, "many", 1000):F0} a second");
        await TransactionsAsync(tables, "warm", 2);
        Console.WriteLine($"transaction of 100 x 1 KiB:   {await TransactionsAsync(tables, "group", 20):F2} ms each");
        Console.WriteLine($"read of a row:                {await ReadAsync(tables, 2000):F1} us");

        var catalog = new WorkflowCatalog().Add("step", (ActivityBody)((input, _) => Task.FromResult(input))).Add("ten", (WorkflowBody)(async (context, input) =>
        {
            for (var i = 0; i < 10; i++)
            {
                await context.CallAsync("step", $"{i}", RetryPolicy.Once);
            }

            return input;
        }));
        await using var workflows = new JournalWorkflows(tables, catalog, TimeProvider.System, SystemEntropy.Instance, NullLogger<JournalWorkflows>.Instance);
        await workflows.StartAsync(default);
        await WorkflowsAsync(workflows, "warm", 1);
        var one = 0.0;
        for (var i = 0; i < 10; i++)
        {
            one += await WorkflowsAsync(workflows, $"one{i}", 1) / 10;
        }

        Console.WriteLine($"workflow of 10 activities:    {one:F1} ms");
        Console.WriteLine($"100 of them in parallel:      {await WorkflowsAsync(workflows, "many", 100):F0} ms");
        await workflows.StopAsync(default);
        return 0;
    }

    private static async Task<double> OneByOneAsync(SqliteTables tables, string partition, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await tables.WriteAsync("things", RowChange.Insert(new Row(partition, $"{i}").Set("v", "some text")), default);
        }

        return clock.Elapsed.TotalMilliseconds / count;
    }

    private static async Task<double> ParallelAsync(SqliteTables tables, string partition, int count)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i =>
            tables.WriteAsync("things", RowChange.Insert(new Row(partition, $"p{i}").Set("v", "some text")), default).AsTask()));
        return count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> TransactionsAsync(SqliteTables tables, string partition, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await tables.TransactAsync("things", [.. Enumerable.Range(0, 100).Select(row => RowChange.Insert(new Row(partition, $"{i}-{row}").Set("v", new byte[1024])))], default);
        }

        return clock.Elapsed.TotalMilliseconds / count;
    }

    private static async Task<double> ReadAsync(SqliteTables tables, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await tables.GetAsync("things", "one", $"{i % 200}", default);
        }

        return clock.Elapsed.TotalMicroseconds / count;
    }

    private static async Task<double> WorkflowsAsync(JournalWorkflows workflows, string name, int count)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => workflows.StartAsync("ten", $"{name}-{i}", "x", default).AsTask()));
        for (var i = 0; i < count; i++)
        {
            while ((await workflows.GetAsync($"{name}-{i}", default))!.State == WorkflowState.Running)
            {
                await Task.Delay(1);
            }
        }

        return clock.Elapsed.TotalMilliseconds;
    }
}
