using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>What batches are told of their anchor, with the rows of a real batch store.</summary>
public sealed class AnchoredBatchesTests
{
    private static readonly string[] Before = ["created 0", "anchored 0"];
    public static TheoryData<int> Moments => [.. Enumerable.Range(0, 13)];

    [Fact]
    public async Task Anchored_reorged_and_anchored_again_is_told_in_order_and_once_however_often_each_step_runs()
    {
        using var lane = await Lane.OpenAsync();
        var (batch, miner) = await AnchorOneAsync(lane);
        for (var reorgs = 1; reorgs <= 3; reorgs++)
        {
            miner.Reorganize(miner.Mined[0].Block);
            lane.Node.Head += 10;
            await lane.SweepAsync();
            await lane.SweepAsync();
            Assert.Equal(BatchStatus.Signed, (await lane.Batches.GetAsync(batch, default)).Status);
            Assert.False(await lane.MarkAsync(batch));
            // A clock that is set back must not turn the order round.
            lane.Clock.Advance(TimeSpan.FromHours(-30));
            await lane.DrainAsync();
            await lane.DrainAsync();
            Assert.True(await lane.MarkAsync(batch) && await lane.MarkAsync(batch));
        }

        lane.Node.Finalized = lane.Node.Head;
        await lane.SweepAsync();
        Assert.Equal([.. Before, "reorged 1", "anchored 1", "reorged 2", "anchored 2", "reorged 3", "anchored 3", "finalized 0"], await lane.EventsAsync(batch));
        Assert.Single(miner.Mined);
        Assert.Equal(miner.Mined[0].Transaction.Hash, (await lane.Batches.GetAsync(batch, default)).Anchor!.TransactionHash);
        Assert.False(await lane.IsOpenAsync(batch));
    }

    [Fact]
    public async Task A_batch_that_was_anchored_in_one_transaction_and_then_in_another_is_told_of_both()
    {
        using var lane = await Lane.OpenAsync();
        var (batch, miner) = await AnchorOneAsync(lane);
        miner.Reorganize(miner.Mined[0].Block);
        miner.Foreign();
        lane.Node.Head += 10;
        await lane.SweepAsync();
        await lane.DrainAsync(1);
        Assert.Equal(AnchorState.Displaced, (await lane.Store.GetAsync(lane.Id, 0, default)).State);
        lane.Node.Finalized = lane.Node.Head;
        lane.Node.FinalNonce = 1;
        await lane.SweepAsync();
        await lane.DrainAsync();
        Assert.True(await lane.MarkAsync(batch));
        Assert.Equal(1, (await lane.Batches.GetAsync(batch, default)).Anchor!.Nonce);

        // And once more, from the second: a count of the anchors would begin anew with each.
        miner.Reorganize(miner.Mined[1].Block);
        lane.Node.Head += 10;
        await lane.SweepAsync();
        await lane.DrainAsync();
        Assert.True(await lane.MarkAsync(batch));
        Assert.Equal([.. Before, "reorged 1", "anchored 1", "reorged 2", "anchored 2"], await lane.EventsAsync(batch));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_reorg_at_any_moment_of_the_mark_leaves_the_batch_signed_and_looked_after(int moment)
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        var batch = (await lane.StoreBatchesAsync(1))[0];
        await lane.DrainAsync();
        miner.Reorganize(miner.Mined[0].Block);
        lane.Node.Head += 10;
        // The batch's workflow is alive while it marks, so that no start by another has an effect.
        lane.Workflows.IsLive = id => id == batch.Value;
        var operations = 0;
        lane.Tables.Before = _ =>
        {
            if (operations++ == moment)
            {
                lane.Tables.Before = static _ => { };
                lane.SweepAsync().GetAwaiter().GetResult();
            }
        };
        var isDone = await lane.MarkAsync(batch);
        lane.Tables.Before = static _ => { };
        var isReorged = operations > moment;
        Assert.Equal(isReorged, (await lane.Batches.GetAsync(batch, default)).Status == BatchStatus.Signed);
        // Its workflow goes on, or the sweep of batches finds it.
        Assert.True(!isReorged || !isDone || await lane.IsOpenAsync(batch));
        await lane.SweepAsync();
        await lane.DrainAsync();
        Assert.True(await lane.MarkAsync(batch));
        var events = await lane.EventsAsync(batch);
        Assert.True(events.SequenceEqual(Before) || events.SequenceEqual([.. Before, "reorged 1", "anchored 1"]), string.Join(", ", events));
    }

    [Fact]
    public async Task A_mark_that_died_before_its_second_look_is_taken_back_by_the_next_try()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        var batch = (await lane.StoreBatchesAsync(1))[0];
        await lane.DrainAsync();
        lane.Tables.After = table =>
        {
            // Marked; now the reorg comes and whoever takes the batches back has passed; then the host dies.
            lane.Tables.After = static _ => { };
            miner.Reorganize(miner.Mined[0].Block);
            lane.Node.Head += 10;
            var anchor = lane.Store.GetAsync(lane.Id, 0, default).AsTask().GetAwaiter().GetResult();
            lane.Store.ReopenAsync(anchor with { State = AnchorState.Reorged, Block = null, Reorgs = 1, ToldReorgs = 1 }, default).GetAwaiter().GetResult();
            throw new IOException("killed");
        };
        await Assert.ThrowsAsync<IOException>(() => lane.MarkAsync(batch));
        Assert.Equal(BatchStatus.Anchored, (await lane.Batches.GetAsync(batch, default)).Status);
        Assert.False(await lane.MarkAsync(batch));
        Assert.Equal(BatchStatus.Signed, (await lane.Batches.GetAsync(batch, default)).Status);
        Assert.True(await lane.IsOpenAsync(batch));
    }

    [Fact]
    public async Task A_final_anchor_starts_the_workflow_of_a_batch_that_nobody_looks_after_and_waits_for_it()
    {
        using var lane = await Lane.OpenAsync();
        Miner.Start(lane);
        var batches = await lane.StoreBatchesAsync(2);
        await lane.DrainAsync();
        Assert.True(await lane.MarkAsync(batches[0]));
        await lane.Batches.CloseAsync(batches[1], default);
        lane.Workflows.Started.Clear();
        lane.Node.Finalized = lane.Node.Head;
        await lane.SweepAsync();
        Assert.Equal(AnchorState.Safe, (await lane.Store.GetAsync(lane.Id, 0, default)).State);
        Assert.Equal([batches[1].Value], lane.Workflows.Started);
        Assert.True(await lane.IsOpenAsync(batches[1]));
        Assert.True(await lane.MarkAsync(batches[1]));
        await lane.SweepAsync();
        Assert.Equal(AnchorState.Finalized, (await lane.Store.GetAsync(lane.Id, 0, default)).State);
        foreach (var batch in batches)
        {
            Assert.Equal([.. Before, "finalized 0"], await lane.EventsAsync(batch));
        }

        Assert.Empty(await lane.Store.TrackedAsync(lane.Id, default));
    }

    [Fact]
    public async Task A_take_back_broken_after_any_write_is_finished_by_the_next_sweep()
    {
        for (var writes = 1; ; writes++)
        {
            using var lane = await Lane.OpenAsync();
            var miner = Miner.Start(lane);
            var batches = await lane.StoreBatchesAsync(3);
            await lane.DrainAsync();
            foreach (var batch in batches)
            {
                Assert.True(await lane.MarkAsync(batch));
            }

            miner.Reorganize(miner.Mined[0].Block);
            lane.Node.Head += 10;
            var left = writes;
            lane.Tables.After = table => left = left == 1 ? throw new IOException(table) : left - 1;
            var isBroken = await Record.ExceptionAsync(lane.SweepAsync) is IOException;
            lane.Tables.After = static _ => { };
            await lane.SweepAsync();
            await lane.DrainAsync();
            foreach (var batch in batches)
            {
                Assert.True(await lane.MarkAsync(batch));
                Assert.Equal([.. Before, "reorged 1", "anchored 1"], await lane.EventsAsync(batch));
            }

            if (!isBroken)
            {
                Assert.True(writes > 8);
                return;
            }
        }
    }

    private static async Task<(BatchId Batch, Miner Miner)> AnchorOneAsync(Lane lane)
    {
        var miner = Miner.Start(lane);
        var batch = (await lane.StoreBatchesAsync(1))[0];
        await lane.DrainAsync();
        Assert.True(await lane.MarkAsync(batch));
        Assert.False(await lane.IsOpenAsync(batch));
        return (batch, miner);
    }
}
