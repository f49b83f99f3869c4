using LearnCoin.EndToEnd.Campaign;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>Two processes on one store, one of which goes (issue 4, bar 4; a tenth of its 200 batches).</summary>
public sealed class HostsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Twenty_batches_at_two_hosts_are_anchored_once_each_though_one_host_is_killed_or_sleeps(bool kill)
    {
        var result = await HostsRun.RunAsync(20, TimeSpan.FromSeconds(8), kill);
        output.WriteLine($"{result}");
        Assert.InRange(result.TakenOver, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
