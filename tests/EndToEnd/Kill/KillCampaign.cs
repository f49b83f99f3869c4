using System.Globalization;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Kill;

/// <summary><c>scripts/campaign kill</c>: the test's run with more moments, and progress shown.</summary>
internal static class KillCampaign
{
    internal static async Task<int> RunAsync(string moments)
    {
        if (!int.TryParse(moments, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            await Console.Error.WriteLineAsync("The number of moments: expected a whole number from 1");
            return 2;
        }

        var seed = Environment.TickCount;
        Console.WriteLine($"Killing the host at {count} moments of batches of {KillLane.BatchSize} (seed {seed})");
        var done = 0;
        try
        {
            using var anvil = await Anvil.StartAsync();
            var result = await KillRun.RunAsync(anvil, count, seed, line => Console.WriteLine($"{Interlocked.Increment(ref done),5}  {line}"));
            Console.WriteLine($"{Environment.NewLine}Every batch is anchored, once: {result}");
            return 0;
        }
#pragma warning disable CA1031 // Whatever it was, it is the campaign's result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"{Environment.NewLine}The campaign failed after {done} moments: {exception}");
            return 1;
        }
    }
}
