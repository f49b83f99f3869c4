using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>A transaction that no block takes is replaced by one that pays more, up to the ceiling, and every one of them stays watched.</summary>
public sealed class AnchorBumpTests(ITestOutputHelper output)
{
    private const double CeilingGwei = 0.00001;

    [Fact]
    public async Task A_base_fee_ten_times_as_high_is_met_by_bumps_and_the_root_is_mined_once()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        lane.Node.Fees = new ChainFees(10_000, 10);
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        var anchor = await lane.AnchorAsync(reference);
        Assert.True(anchor.Attempts.Count > 1);
        AssertRaised(anchor);
        Assert.Equal(anchor.Root, Assert.Single(miner.Mined).Value.Transaction.Transaction.Data.ToArray());
        Assert.Empty(miner.Refusals);
    }

    [Fact]
    public async Task A_transaction_that_is_stuck_is_bumped_each_twenty_seconds_over_restarts_too()
    {
        using var lane = await Lane.OpenAsync();
        Miner.Start(lane).IsStalled = true;
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        var started = lane.Clock.GetUtcNow();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        }

        var anchor = await lane.AnchorAsync(reference);
        AssertRaised(anchor);
        Assert.InRange(anchor.Attempts.Count, 6, 1 + ((lane.Clock.GetUtcNow() - started).TotalSeconds / 20));
    }

    [Fact]
    public async Task One_that_the_node_calls_too_cheap_is_bumped_after_seconds()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        lane.Node.OnSend = static transaction => transaction.Transaction.MaxPriorityFeePerGas < 15 ? SendKind.Underpriced : SendKind.Accepted;
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        await lane.RunAsync(AnchorActivities.Observe, reference);
        var anchor = await lane.AnchorAsync(reference);
        AssertRaised(anchor);
        Assert.Equal(AnchorState.Submitted, anchor.State);
        Assert.True(anchor.Newest.SignedAt - anchor.PreparedAt < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_replaced_transaction_that_is_mined_after_all_is_recognised()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        miner.IsStalled = true;
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        for (var i = 0; i < 3; i++)
        {
            await lane.RunAsync(AnchorActivities.Observe, reference);
        }

        var old = (await lane.AnchorAsync(reference)).Attempts[1];
        lane.Node.Head++;
        miner.Put(SignedTransaction.Parse(old.Raw));
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        var anchor = await lane.AnchorAsync(reference);
        Assert.Equal((AnchorState.Confirmed, old.Hash), (anchor.State, anchor.Hash));
        Assert.NotEqual(old.Hash, anchor.Newest.Hash);
    }

    [Fact]
    public async Task At_the_ceiling_it_holds_with_one_alert_an_hour_and_few_calls_and_goes_on_when_fees_fall()
    {
        using var lane = await Lane.OpenAsync(configure: static options => options.MaxFeeGwei = CeilingGwei);
        var miner = Miner.Start(lane);
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        lane.Node.Fees = new ChainFees(1_000_000, 10);
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        var started = lane.Clock.GetUtcNow();
        var calls = lane.Chain.Calls;
        while (lane.Clock.GetUtcNow() - started < TimeSpan.FromHours(3))
        {
            await lane.RunAsync(AnchorActivities.Observe, reference);
            Assert.True((await lane.AnchorAsync(reference)).State.IsOpen());
        }

        var anHour = (lane.Chain.Calls - calls) / 3;
        output.WriteLine($"{anHour} calls an hour for an anchor that is stuck at the ceiling, {lane.Node.Sent.Count / 3} of them broadcasts");
        Assert.InRange(anHour, 100, 4_000);
        var anchor = await lane.AnchorAsync(reference);
        AssertRaised(anchor);
        Assert.True(anchor.Newest.MaxFee <= 10_000);
        Assert.Equal(PauseReasons.FeeCeiling, (await lane.Store.HeadAsync(lane.Id, default)).Pause?.Reason);
        Assert.InRange(lane.Alerts.Raised.Count, 3, 4);
        Assert.All(lane.Alerts.Raised, static alert => Assert.Equal(PauseReasons.FeeCeiling, alert.Reason));

        lane.Node.Fees = new ChainFees(500, 10);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).Pause);
        Assert.Single(miner.Mined);
    }

    [Fact]
    public async Task While_nobody_answers_calls_are_few_and_the_pause_ends_with_the_outage_though_no_block_comes()
    {
        using var lane = await Lane.OpenAsync(confirmations: 3);
        var miner = Miner.Start(lane);
        await lane.EnqueueAsync(1);
        await lane.DrainAsync(1);
        var followed = new AnchorRef(lane.Id, 0).ToString();
        await lane.EnqueueAsync(1);
        miner.IsStalled = true;
        var reference = await lane.PrepareAsync();
        lane.Chain.Before = static _ => throw new ChainUnavailableException("scripted");
        var (started, calls) = (lane.Clock.GetUtcNow(), lane.Chain.Calls);
        while (lane.Clock.GetUtcNow() - started < TimeSpan.FromHours(1))
        {
            await lane.RunAsync(AnchorActivities.Observe, reference);
            Assert.True((await lane.AnchorAsync(reference)).State.IsOpen());
            await lane.RunAsync(AnchorActivities.Confirm, followed);
        }

        output.WriteLine($"{lane.Chain.Calls - calls} calls in an hour without an answer");
        Assert.InRange(lane.Chain.Calls - calls, 100, 1_000);
        Assert.Equal(PauseReasons.ChainUnavailable, (await lane.Store.HeadAsync(lane.Id, default)).Pause?.Reason);
        Assert.Single(lane.Alerts.Raised);
        lane.Chain.Before = _ => miner.Tick();
        await lane.RunAsync(AnchorActivities.Observe, reference);
        Assert.True((await lane.AnchorAsync(reference)).State.IsOpen());
        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).Pause);
        miner.IsStalled = false;
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
    }

    [Fact]
    public async Task A_lost_one_is_bumped_also_where_bumps_are_seldomer_than_activities_end()
    {
        using var lane = await Lane.OpenAsync(configure: static options => options.BumpAfterSeconds = 120);
        var miner = Miner.Start(lane);
        await lane.StoreBatchesAsync(1);
        await lane.DrainAsync(1);
        miner.Reorganize(miner.Mined[0].Block);
        miner.IsStalled = true;
        lane.Node.Head += 10;
        await lane.SweepAsync();
        var reference = await lane.PrepareAsync();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        }

        Assert.True((await lane.AnchorAsync(reference)).Attempts.Count > 1);
    }

    private static void AssertRaised(AnchorRecord anchor)
    {
        foreach (var (before, after) in anchor.Attempts.Zip(anchor.Attempts.Skip(1)))
        {
            Assert.True(after.MaxFee * 10 >= before.MaxFee * 11 && after.Tip * 10 >= before.Tip * 11);
            var (one, other) = (SignedTransaction.Parse(before.Raw).Transaction, SignedTransaction.Parse(after.Raw).Transaction);
            Assert.Equal((one.Nonce, (BigInteger)after.MaxFee), (other.Nonce, other.MaxFeePerGas));
            Assert.Equal(one.Data.ToArray(), other.Data.ToArray());
        }
    }
}
