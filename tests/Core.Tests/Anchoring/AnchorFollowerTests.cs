using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Storage;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>The sweep over anchors that are in blocks and not final: few calls while nothing happens, nothing missed when something does.</summary>
public sealed class AnchorFollowerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_hundred_anchors_on_a_steady_chain_cost_few_calls_and_become_safe_and_final()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        for (var i = 0; i < 200; i++)
        {
            await lane.StoreBatchesAsync(1);
            await lane.DrainAsync(1);
        }

        foreach (var anchor in await lane.Store.TrackedAsync(lane.Id, default))
        {
            Assert.True(await lane.MarkAsync(new(anchor.Batches[0])));
        }

        var first = await CallsAsync(lane, lane.SweepAsync);
        miner.MineBlock();
        var steady = await CallsAsync(lane, lane.SweepAsync);
        lane.Node.Safe = miner.Mined[149].Block;
        lane.Node.Finalized = miner.Mined[49].Block;
        var promoted = await CallsAsync(lane, lane.SweepAsync);
        output.WriteLine($"200 anchors: {first} calls at first, {steady} on a steady chain, {promoted} when 50 become final and 100 safe");
        Assert.InRange(steady, 1, 10);
        Assert.InRange(promoted, 150, 470);
        var states = (await lane.Store.ListAsync(lane.Id, 0, 200, default)).CountBy(static anchor => anchor.State).ToDictionary();
        Assert.Equal((50, 100, 50), (states[AnchorState.Finalized], states[AnchorState.Safe], states[AnchorState.Confirmed]));
        Assert.Equal(150, (await lane.Store.TrackedAsync(lane.Id, default)).Count);
        Assert.Equal(50, (await lane.Store.HeadAsync(lane.Id, default)).TrackedFrom);
    }

    [Fact]
    public async Task A_reorg_that_took_all_in_again_is_seen_below_the_newest_too()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        miner.IsStalled = true;
        var batches = await lane.StoreBatchesAsync(1);
        var reference = await lane.PrepareAsync();
        await lane.RunAsync(AnchorActivities.Observe, reference);
        await lane.RunAsync(AnchorActivities.Observe, reference);
        miner.IsStalled = false;
        await lane.DrainAsync(1);
        var mined = await lane.AnchorAsync(reference);
        Assert.True(mined.Attempts.Count > 1 && await lane.MarkAsync(batches[0]));
        await lane.StoreBatchesAsync(1);
        await lane.DrainAsync(1);
        await lane.SweepAsync();

        // Another branch: it holds an earlier attempt of the first, and the second as it was.
        var second = miner.Mined[1].Transaction;
        miner.Reorganize(miner.Mined[0].Block);
        lane.Node.Head += 5;
        miner.Put(SignedTransaction.Parse(mined.Attempts[0].Raw));
        lane.Node.Head++;
        miner.Put(second);
        await lane.SweepAsync();
        await lane.DrainAsync();
        Assert.True(await lane.MarkAsync(batches[0]));
        Assert.Equal(["created 0", "anchored 0", "reorged 1", "anchored 1"], await lane.EventsAsync(batches[0]));
        Assert.Equal(mined.Attempts[0].Hash, (await lane.Batches.GetAsync(batches[0], default)).Anchor!.TransactionHash);
        Assert.Single(lane.Alerts.Raised, static alert => alert.Type == AlertTypes.AnchorReorged);
    }

    [Fact]
    public async Task A_receipt_of_a_block_that_is_gone_does_not_hide_that_the_anchor_is_lost()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        await lane.StoreBatchesAsync(1);
        await lane.DrainAsync(1);
        var stale = lane.Node.Receipts.Single();
        miner.Reorganize(miner.Mined[0].Block);
        lane.Node.Receipts[stale.Key] = stale.Value;
        lane.Node.Head += 5;
        await lane.SweepAsync();
        Assert.Equal(AnchorState.Reorged, (await lane.Store.GetAsync(lane.Id, 0, default)).State);
    }

    [Fact]
    public async Task An_anchor_that_another_step_has_meanwhile_does_not_stop_the_sweep_of_the_others()
    {
        using var lane = await Lane.OpenAsync();
        Miner.Start(lane);
        for (var i = 0; i < 3; i++)
        {
            await lane.StoreBatchesAsync(1);
            await lane.DrainAsync(1);
        }

        lane.Node.Safe = lane.Node.Head;
        var isFirst = true;
        lane.Tables.BeforeWrite = _ =>
        {
            if (isFirst)
            {
                isFirst = false;
                var newest = lane.Store.GetAsync(lane.Id, 2, default).AsTask().GetAwaiter().GetResult();
                lane.Store.UpdateAsync(newest, default).GetAwaiter().GetResult();
            }
        };
        await lane.SweepAsync();
        Assert.Equal(
            [AnchorState.Safe, AnchorState.Safe, AnchorState.Confirmed],
            (await lane.Store.ListAsync(lane.Id, 0, 3, default)).Select(static anchor => anchor.State));
        await lane.SweepAsync();
        Assert.Equal(AnchorState.Safe, (await lane.Store.GetAsync(lane.Id, 2, default)).State);
    }

    private static async Task<int> CallsAsync(Lane lane, Func<Task> step)
    {
        var before = lane.Chain.Calls;
        await step();
        return lane.Chain.Calls - before;
    }
}
