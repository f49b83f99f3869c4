using System.Collections.Concurrent;
using System.Globalization;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary><c>scripts/campaign anchoring</c>: many scenarios, several at a time, each from a seed of its own.</summary>
internal sealed class AnchoringCampaign(int runs, int seed, int workers, Action<string> say)
{
    internal const int DefaultRuns = 1000;
    internal const int DefaultSeed = 20_300_101;
    internal const int DefaultWorkers = 16;

    // A node keeps all it ever did in memory: it is begun anew after so many runs.
    private const int RunsPerNode = 60;
    private const int Progress = 50;

    private readonly ConcurrentQueue<ScenarioResult> results = new();
    private readonly ConcurrentQueue<(int Seed, string Why)> failures = new();
    private int next = -1;
    private int ended;

    /// <summary>Seeds of the runs that failed, and why.</summary>
    internal IReadOnlyCollection<(int Seed, string Why)> Failures => failures;

    internal int Passed => results.Count;

    internal async Task RunAsync() => await Task.WhenAll(Enumerable.Range(0, Math.Min(workers, runs)).Select(_ => Task.Run(WorkAsync)));

    /// <summary>What happened, in lines.</summary>
    internal IEnumerable<string> Report()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{results.Sum(static result => result.History.Batches)} batches, {results.Sum(static result => result.History.Transactions)} transactions, "
            + $"{results.Sum(static result => result.History.Replacements)} of them replaced before they were mined; {results.Sum(static result => result.Virtual.TotalHours):0.0} hours of virtual time");
        yield return $"Faults of the node's answers: {NodeProxyTally.Describe(results.SelectMany(static result => result.Faults))}";
        yield return "Of hosts and chain: " + string.Join(", ", results.SelectMany(static result => result.Events).GroupBy(static pair => pair.Key)
            .OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => $"{group.Key} {group.Sum(static pair => pair.Value)}"));
    }

    private async Task WorkAsync()
    {
        while (Volatile.Read(ref next) < runs - 1)
        {
            using var anvil = await Anvil.StartByHandAsync();
            for (var i = 0; i < RunsPerNode; i++)
            {
                var number = Interlocked.Increment(ref next);
                if (number >= runs)
                {
                    return;
                }

                await RunOneAsync(anvil, seed + number);
            }
        }
    }

    private async Task RunOneAsync(Anvil anvil, int runSeed)
    {
        try
        {
            results.Enqueue(await AnchoringScenario.RunAsync(anvil, runSeed));
        }
#pragma warning disable CA1031 // Whatever it was, it is the run's result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failures.Enqueue((runSeed, exception is HistoryException or TimeoutException ? exception.Message : exception.ToString()));
            say($"FAILED  --runs 1 --seed {runSeed}: {exception.GetType().Name}: {exception.Message}");
        }

        var count = Interlocked.Increment(ref ended);
        if (count % Progress == 0)
        {
            say($"{count,5} runs, {failures.Count} failed");
        }
    }
}
