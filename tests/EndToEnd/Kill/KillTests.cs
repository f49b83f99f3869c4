using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Kill;

/// <summary>Issue 1, bar 5. scripts/campaign kill runs the same with more moments.</summary>
public sealed class KillTests(AnvilFixture anvil, ITestOutputHelper output) : IClassFixture<AnvilFixture>
{
    private const int Moments = 30;

    [Fact]
    public async Task A_batch_is_anchored_once_wherever_the_host_is_killed()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var result = await KillRun.RunAsync(anvil.Node, Moments, seed, output.WriteLine);
        output.WriteLine(result.ToString());
        Assert.All(KillPlan.Scopes.Keys, phase => Assert.InRange(result.Met[phase], Moments / KillPlan.BarPhases, int.MaxValue));
    }
}
