using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Webhooks;

/// <summary><c>scripts/campaign webhooks</c>: issue 5, bar 1.</summary>
internal static class WebhookCampaign
{
    private const int Events = 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostP95 = TimeSpan.FromSeconds(1);

    internal static async Task<int> RunAsync(string endpoints)
    {
        if (!int.TryParse(endpoints, out var count) || count < 20)
        {
            await Console.Error.WriteLineAsync("Expected: webhooks [N], a whole number from 20");
            return 2;
        }

        using var anvil = await Anvil.StartAsync();
        var undisturbed = await WebhookRun.RunAsync(anvil, count, Events, Every, kill: false);
        Console.WriteLine($"undisturbed: {undisturbed}");
        Console.WriteLine($"kill -9: {await WebhookRun.RunAsync(anvil, count, Events, Every, kill: true)}");
        var isGood = undisturbed.P95 < MostP95;
        Console.WriteLine(isGood ? "2 passed, 0 failed" : "1 passed, 1 failed: a p95 below 1 s was promised");
        return isGood ? 0 : 1;
    }
}
