using System.Buffers.Binary;
using System.Numerics;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Health;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tests.Anchoring;
using LearnCoin.Core.Tests.Telemetry;

namespace LearnCoin.Core.Tests.Health;

/// <summary>Gauges of a lane, and who is told when it stands still.</summary>
public sealed class LaneWatchTests
{
    private const string Test = "base-sepolia";

    private readonly Told told = new();

    [Fact]
    public async Task The_gauges_tell_what_waits_and_for_how_long()
    {
        using var lane = await Lane.OpenAsync();
        using var telemetry = new ProductTelemetry(lane.Clock);
        using var recorded = new Recorded(telemetry);
        lane.Node.Balance = BigInteger.Pow(10, 17) * 5;
        await lane.EnqueueAsync(1);
        lane.Clock.Advance(TimeSpan.FromSeconds(7));
        await lane.PrepareAsync();
        lane.Clock.Advance(TimeSpan.FromSeconds(20));
        await lane.EnqueueAsync(2);
        lane.Clock.Advance(TimeSpan.FromSeconds(5));
        await Watch(lane, telemetry).LookAsync(default);

        // Told as of when they are read, not of when the rows were.
        lane.Clock.Advance(TimeSpan.FromSeconds(10));
        recorded.ReadGauges();

        Assert.Equal([2], recorded.Of("learncoin.lane.waiting", Test));
        Assert.Equal([15], recorded.Of("learncoin.lane.queue.age", Test));
        Assert.Equal([35], recorded.Of("learncoin.lane.open.age", Test));
        Assert.Equal([35], recorded.Of("learncoin.lane.lag", Test));
        Assert.Equal([0.5], recorded.Of("learncoin.lane.balance", Test));
        Assert.Equal([0.000001], recorded.Of("learncoin.chain.base_fee", Test));
        Assert.True(recorded.Of("learncoin.lane.balance.anchors", Test)[0] > 500);
        Assert.Equal([0], recorded.Of("learncoin.lane.paused", Test + ",fee_ceiling"));
        Assert.Equal([0], recorded.Of("learncoin.batches.pending.age"));
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(22_280 * 1_010, 250)]
    public async Task Gauge_and_health_page_count_the_data_fee_as_the_alert_does(long l1Fee, int anchors)
    {
        using var lane = await Lane.OpenAsync();
        using var telemetry = new ProductTelemetry(lane.Clock);
        using var recorded = new Recorded(telemetry);
        lane.Node.OnCall = (to, _) => to == L1DataFee.Oracle ? Word(l1Fee) : [];
        lane.Node.Balance = 22_280L * 1_010 * 500;
        var watch = Watch(lane, telemetry);
        await watch.LookAsync(default);
        recorded.ReadGauges();
        var page = await new ChainProbe(lane.Network, watch, telemetry.Chain, TimeProvider.System).LookAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([anchors], recorded.Of("learncoin.lane.balance.anchors", Test));
        Assert.Equal(anchors < AnchorFunds.Reserve ? ["balance_low"] : [], page.Reasons);
    }

    [Fact]
    public async Task A_chain_that_does_not_answer_hides_none_of_the_rows()
    {
        using var lane = await Lane.OpenAsync();
        using var telemetry = new ProductTelemetry(lane.Clock);
        using var recorded = new Recorded(telemetry);
        lane.Node.Balance = null;
        await lane.EnqueueAsync(3);
        await Watch(lane, telemetry).LookAsync(default);
        recorded.ReadGauges();

        Assert.Equal([3], recorded.Of("learncoin.lane.waiting", Test));
        Assert.Empty(recorded.Of("learncoin.lane.balance", Test));
    }

    [Fact]
    public async Task What_another_host_looks_after_now_is_not_told_by_this_one()
    {
        using var lane = await Lane.OpenAsync();
        using var telemetry = new ProductTelemetry(lane.Clock);
        using var recorded = new Recorded(telemetry);
        await lane.EnqueueAsync(1);
        await Watch(lane, telemetry).LookAsync(default);
        lane.Clock.Advance(TimeSpan.FromMinutes(3));
        recorded.ReadGauges();

        Assert.Empty(recorded.Of("learncoin.lane.waiting", Test));
        Assert.Empty(recorded.Of("learncoin.batches.pending.age"));
    }

    [Fact]
    public async Task A_lane_that_stands_still_is_told_once_an_hour_and_its_end_once_over_restarts_too()
    {
        using var lane = await Lane.OpenAsync();
        using var telemetry = new ProductTelemetry(lane.Clock);
        await lane.EnqueueAsync(1);
        for (var minute = 0; minute <= 130; minute++)
        {
            // A new one each time, as after a restart or on another host.
            await Watch(lane, telemetry).LookAsync(default);
            lane.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // From minute 11 on: 11, 71 and 131.
        Assert.Equal([AlertTypes.AnchoringStuck, AlertTypes.AnchoringStuck], told.Types);
        await lane.IncludeAsync();
        await Watch(lane, telemetry).LookAsync(default);
        await Watch(lane, telemetry).LookAsync(default);

        Assert.Equal([AlertTypes.AnchoringStuck, AlertTypes.AnchoringStuck, AlertTypes.AnchoringResumed], told.Types);
        Assert.All(told.Alerts, alert => Assert.Equal(lane.Id, alert.Subject));
    }

    [Fact]
    public async Task A_lane_with_nothing_to_do_does_not_stand_still()
    {
        using var lane = await Lane.OpenAsync();
        using var telemetry = new ProductTelemetry(lane.Clock);
        await lane.EnqueueAsync(1);
        await lane.IncludeAsync();
        lane.Clock.Advance(TimeSpan.FromDays(3));
        await Watch(lane, telemetry).LookAsync(default);

        Assert.Empty(told.Alerts);
    }

    private static byte[] Word(long number)
    {
        var word = new byte[32];
        BinaryPrimitives.WriteInt64BigEndian(word.AsSpan(24), number);
        return word;
    }

    private LaneWatch Watch(Lane lane, ProductTelemetry telemetry) => new(
        lane.Lanes,
        lane.Accounts,
        lane.Store,
        new BatchStore(lane.Tables),
        new LearnCoinOptions(),
        new StuckNotes(lane.Tables, told, lane.Clock),
        telemetry.Lanes,
        lane.Clock);

    private sealed class Told : IAlerts
    {
        public List<Alert> Alerts { get; } = [];

        public IEnumerable<string> Types => Alerts.Select(static alert => alert.Type);

        public void Raise(Alert alert) => Alerts.Add(alert);
    }
}
