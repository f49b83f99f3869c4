using LearnCoin.Core.Batches;
using LearnCoin.EndToEnd.Campaign;
using LearnCoin.EndToEnd.Faults;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>No node for an hour, and clocks that are set, both in virtual time (reliability.md, rows anchor and clock; issue 4, bar 5).</summary>
public sealed class OutageTests(HandMinedFixture anvil, ITestOutputHelper output) : IClassFixture<HandMinedFixture>
{
    // A poll a second, three calls each, and what goes with a broadcast; a storm is hundreds.
    private const int MostCallsASecond = 25;

    [Fact]
    public async Task An_hour_without_a_node_loses_nothing_and_ends_without_a_storm()
    {
        await using var rig = await Rig.StartAsync(anvil.Node, new RigOptions { Grain = TimeSpan.FromSeconds(4) });
        await rig.StartHostAsync();
        await rig.UntilAnchoredAsync(await rig.AcceptAsync());
        rig.Proxy.Script = static _ => NodeFaultKind.RequestLost;
        var away = rig.Time.GetUtcNow();
        for (var minute = 0; minute < 60; minute += 3)
        {
            await rig.AcceptAsync(2);
            await Task.Delay(TimeSpan.FromMinutes(3), rig.Time);
        }

        var back = rig.Time.GetUtcNow();
        foreach (var id in rig.Accepted.Skip(1))
        {
            Assert.Equal(BatchStatus.Signed, (await rig.BatchAsync(id)).Status);
        }

        rig.Proxy.Script = static _ => null;
        await rig.UntilAllAnchoredAsync(TimeSpan.FromMinutes(15));
        var done = rig.Time.GetUtcNow();
        await rig.UntilAtRestAsync();
        var history = await History.CheckAsync(rig);
        var (during, after) = (rig.Proxy.Tally.Between(away, back), rig.Proxy.Tally.Between(back, rig.Time.GetUtcNow()));
        output.WriteLine($"{history.Batches} batches in {history.Transactions} transactions, the last one {(done - back).TotalSeconds:0} s after the node was back");
        output.WriteLine($"calls in the hour without: {during.Total}, {during.Total / 60.0:0.0} a minute, at most {during.MostInASecond} a second");
        output.WriteLine($"calls afterwards: {after.Total} until all was final, at most {after.MostInASecond} a second");
        Assert.InRange(during.Total, 1, 60 * 60);
        Assert.InRange(during.MostInASecond, 1, MostCallsASecond);
        Assert.InRange(after.MostInASecond, 1, MostCallsASecond);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    [InlineData(-1, false)]
    public async Task A_clock_set_by_a_day_while_batches_are_anchored_loses_nothing_and_makes_no_storm(int days, bool isSetBack)
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        var host = await rig.StartHostAsync();
        for (var i = 0; i < 4; i++)
        {
            await rig.AcceptAsync();
            await Task.Delay(TimeSpan.FromSeconds(1.3 * i), rig.Time);
            host.Clock.Jump(TimeSpan.FromDays(i % 2 == 0 || !isSetBack ? days : -days));
            await Task.Delay(TimeSpan.FromSeconds(3), rig.Time);
        }

        await rig.UntilAllAnchoredAsync(TimeSpan.FromMinutes(10));
        await rig.UntilAtRestAsync(TimeSpan.FromMinutes(10));
        await History.CheckAsync(rig);
        var calls = rig.Proxy.Tally.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        output.WriteLine($"{calls.Total} calls in {TimeSpan.FromTicks(rig.Time.GetTimestamp()).TotalSeconds:0} s, at most {calls.MostInASecond} a second");
        Assert.InRange(calls.MostInASecond, 1, MostCallsASecond);
    }
}
