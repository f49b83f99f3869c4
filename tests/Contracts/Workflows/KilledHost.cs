using System.Diagnostics;
using LearnCoin.Contracts.Storage;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Storage;
using LearnCoin.Local.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Contracts.Workflows;

/// <summary>A process that runs 20 workflows of 20 steps each and tells each step, until it is killed or all are done.</summary>
internal static class KilledHost
{
    private const int Count = 20;

    internal static async Task<int> RunAsync(string path)
    {
        using var store = SqliteStore.Open(path);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await using var workflows = Create(store, output.WriteLine);
        await workflows.StartAsync(default);
        for (var i = 0; i < Count; i++)
        {
            if (await workflows.GetAsync($"w{i}", default) is null)
            {
                await workflows.StartAsync("steps", $"w{i}", $"w{i}", default);
            }
        }

        for (var i = 0; i < Count; i++)
        {
            while ((await workflows.GetAsync($"w{i}", default))!.State == WorkflowState.Running)
            {
                await Task.Delay(5);
            }

            output.WriteLine($"done {i} {(await workflows.GetAsync($"w{i}", default))!.Output}");
        }

        await workflows.StopAsync(default);
        return 0;
    }

    private static JournalWorkflows Create(SqliteStore store, Action<string> tell)
    {
        var catalog = new WorkflowCatalog()
            .Add("step", (ActivityBody)(async (input, token) =>
            {
                await Task.Delay(10, token);
                tell($"step {input}");
                return "1";
            }))
            .Add("steps", (WorkflowBody)(async (context, input) =>
            {
                var sum = 0;
                for (var i = 0; i < 20; i++)
                {
                    sum += int.Parse(await context.CallAsync("step", $"{input}/{i}", RetryPolicy.Patient));
                }

                return $"{sum}";
            }));
        return new JournalWorkflows(new SqliteTables(store), catalog, TimeProvider.System, SystemEntropy.Instance, NullLogger<JournalWorkflows>.Instance);
    }
}

/// <summary>kill -9 of a host, and its successor.</summary>
public sealed class KilledHostTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_host_is_followed_at_once_and_every_workflow_ends_with_each_step_recorded_once()
    {
        var lines = new List<string>();
        var clock = new Stopwatch();
        var gaps = new List<TimeSpan>();
        for (var kill = 0; kill < 4; kill++)
        {
            using var child = KilledWriter.Start("host", folder.File("store.db"));
            clock.Restart();
            for (var i = 0; i < 50 && await child.StandardOutput.ReadLineAsync() is { } line; i++) // no line: it had all done already
            {
                lines.Add(line);
                gaps.AddRange(i == 0 && kill > 0 ? [clock.Elapsed] : []);
            }

            child.Kill();
            lines.AddRange((await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            await child.WaitForExitAsync();
        }

        using var last = KilledWriter.Start("host", folder.File("store.db"));
        lines.AddRange((await last.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await last.WaitForExitAsync();
        Assert.Equal(0, last.ExitCode);
        Assert.Equal(20, lines.Distinct().Count(line => line.StartsWith("done ", StringComparison.Ordinal) && line.EndsWith(" 20", StringComparison.Ordinal)));

        // At least once; again only those that were under way (at most 8 at a time) at one of the 4 kills.
        var steps = lines.Where(line => line.StartsWith("step ", StringComparison.Ordinal)).ToList();
        Assert.Equal(400, steps.Distinct().Count());
        Assert.InRange(steps.Count, 400, 400 + (4 * 20));
        if (OperatingSystem.IsLinux())
        {
            Assert.All(gaps, gap => Assert.InRange(gap, TimeSpan.Zero, TimeSpan.FromSeconds(8))); // process start included; the lease would take 10 s
        }
    }
}
