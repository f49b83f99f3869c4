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
