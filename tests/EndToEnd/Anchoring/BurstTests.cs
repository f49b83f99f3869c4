using LearnCoin.EndToEnd.Campaign;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>Many batches at once share few transactions (issue 4, bar 3; a tenth of its length at its rate).</summary>
public sealed class BurstTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_hundred_batches_in_six_seconds_are_anchored_in_seconds_by_few_transactions()
    {
        var result = await BurstRun.RunAsync(100, TimeSpan.FromSeconds(6), confirmations: 1);
        output.WriteLine($"{result}");
        // A transaction a block, in the six seconds and in those that the last ones take.
        Assert.InRange(result.Transactions, 1, 8);
        Assert.InRange(result.P50, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
