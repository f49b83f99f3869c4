using System.Globalization;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>The commands of <c>scripts/campaign</c> about anchoring.</summary>
internal static class CampaignCommands
{
    /// <summary><c>anchoring [--runs N] [--seed S] [--workers W]</c></summary>
    internal static async Task<int> AnchoringAsync(string[] options)
    {
        if (Read(options, "--runs", AnchoringCampaign.DefaultRuns) is not { } runs || Read(options, "--seed", AnchoringCampaign.DefaultSeed) is not { } seed
            || Read(options, "--workers", AnchoringCampaign.DefaultWorkers) is not { } workers)
        {
            await Console.Error.WriteLineAsync("Expected: anchoring [--runs N] [--seed S] [--workers W], each a whole number from 1");
            return 2;
        }

        var started = TimeProvider.System.GetTimestamp();
        Console.WriteLine($"{runs} runs from seed {seed}, {Math.Min(workers, runs)} at a time");
        var campaign = new AnchoringCampaign(runs, seed, workers, Say);
        await campaign.RunAsync();
        foreach (var line in campaign.Report().Append($"{TimeProvider.System.GetElapsedTime(started).TotalMinutes:0.0} minutes"))
        {
            Console.WriteLine(line);
        }

        foreach (var (failed, why) in campaign.Failures)
        {
            Console.WriteLine($"{Environment.NewLine}scripts/campaign anchoring --runs 1 --seed {failed}{Environment.NewLine}  {why}");
        }

        Console.WriteLine($"{Environment.NewLine}{campaign.Passed} passed, {campaign.Failures.Count} failed");
        return campaign.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary><c>burst [--batches N]</c>: with one confirmation, then with three.</summary>
    internal static async Task<int> BurstAsync(string[] options)
    {
        if (Read(options, "--batches", 1000) is not { } batches)
        {
            await Console.Error.WriteLineAsync("Expected: burst [--batches N]");
            return 2;
        }

        var over = TimeSpan.FromSeconds(60.0 * batches / 1000);
        var one = await BurstRun.RunAsync(batches, over, confirmations: 1);
        Console.WriteLine(one);
        Console.WriteLine(await BurstRun.RunAsync(batches, over, confirmations: 3));
        // One a block while they come, and a few for the first and the last.
        var mostTransactions = (int)(over.TotalSeconds / 2) + 10;
        var isGood = one.Transactions <= mostTransactions && one.P50 <= TimeSpan.FromSeconds(5);
        Console.WriteLine(isGood ? "1 passed, 0 failed" : $"0 passed, 1 failed: at most {mostTransactions} transactions and a p50 of 5 s were promised");
        return isGood ? 0 : 1;
    }

    /// <summary><c>hosts [--batches N]</c>: one of two hosts is killed, then, in another run, stopped for a while.</summary>
    internal static async Task<int> HostsAsync(string[] options)
    {
        if (Read(options, "--batches", 200) is not { } batches)
        {
            await Console.Error.WriteLineAsync("Expected: hosts [--batches N]");
            return 2;
        }

        var failed = 0;
        foreach (var kill in new[] { true, false })
        {
            var result = await HostsRun.RunAsync(batches, TimeSpan.FromSeconds(60.0 * batches / 200), kill);
            Console.WriteLine($"{(kill ? "kill -9" : "SIGSTOP")}: {result}");
            failed += result.TakenOver > TimeSpan.FromSeconds(30) ? 1 : 0;
        }

        Console.WriteLine($"{2 - failed} passed, {failed} failed");
        return failed;
    }

    /// <summary><c>replies [--anchors N]</c></summary>
    internal static async Task<int> RepliesAsync(string[] options)
    {
        if (Read(options, "--anchors", 1000) is not { } anchors)
        {
            await Console.Error.WriteLineAsync("Expected: replies [--anchors N]");
            return 2;
        }

        using var anvil = await Anvil.StartByHandAsync();
        Console.WriteLine($"{await ReplyLossRun.RunAsync(anvil, anchors)}");
        Console.WriteLine($"{anchors} passed, 0 failed");
        return 0;
    }

    private static void Say(string line) => Console.WriteLine(line);

    /// <returns>Null when what stands after the name is no number from 1.</returns>
    private static int? Read(string[] options, string name, int otherwise)
    {
        var at = Array.IndexOf(options, name);
        return at < 0 ? otherwise
            : at + 1 < options.Length && int.TryParse(options[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : null;
    }
}
