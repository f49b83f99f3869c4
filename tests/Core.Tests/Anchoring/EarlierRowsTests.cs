using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Rows as the release before wrote them (schema 1): read, and carried on to their end.</summary>
public sealed class EarlierRowsTests
{
    [Theory]
    [InlineData("Prepared")]
    [InlineData("Submitted")]
    public async Task An_anchor_under_way_is_sent_bumped_and_becomes_final(string state)
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        var batch = (await lane.StoreBatchesAsync(1))[0];
        await MakeEarlierAsync(lane, await lane.PrepareAsync(), state);
        lane.Node.Fees = new ChainFees(10_000, 10);
        await lane.DrainAsync(1);
        var anchor = await lane.Store.GetAsync(lane.Id, 0, default);
        Assert.Equal(AnchorState.Confirmed, anchor.State);
        Assert.True(anchor.Attempts.Count > 1);
        Assert.True(await lane.MarkAsync(batch));
        await FinishAsync(lane, miner, batch);
    }

    [Theory]
    [InlineData("Included")]
    [InlineData("Confirmed")]
    public async Task An_anchor_in_a_block_keeps_its_hash_and_is_followed_and_survives_a_reorg(string state)
    {
        using var lane = await Lane.OpenAsync(confirmations: 2);
        var miner = Miner.Start(lane);
        var batch = (await lane.StoreBatchesAsync(1))[0];
        await lane.DrainAsync(1);
        var reference = new AnchorRef(lane.Id, 0).ToString();
        var hash = (await lane.AnchorAsync(reference)).Hash;
        await MakeEarlierAsync(lane, reference, state);
        var read = await lane.AnchorAsync(reference);
        Assert.Equal((hash, hash, 0), (read.Hash, read.MinedHash, read.Reorgs));
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.True(await lane.MarkAsync(batch));
        // The batch row of before had no lane of its own but that of its anchor.
        await lane.Batches.ChangeAsync(batch, static current => current with { Lane = null }, default);
        miner.Reorganize(miner.Mined[0].Block);
        lane.Node.Head += 10;
        await lane.SweepAsync();
        Assert.Equal(lane.Id, (await lane.Batches.GetAsync(batch, default)).Lane);
        await lane.DrainAsync();
        Assert.True(await lane.MarkAsync(batch));
        await FinishAsync(lane, miner, batch);
    }

    [Fact]
    public async Task A_head_of_before_tracks_the_last_thousand_nonces_and_then_what_is_left()
    {
        using var lane = await Lane.OpenAsync();
        Miner.Start(lane);
        await lane.Tables.WriteAsync("anchors", RowChange.Insert(new Row(lane.Id, "head").Set("next_nonce", 5_000L)), default);
        lane.Node.Nonce = 5_000;
        Assert.Equal(4_000, (await lane.Store.HeadAsync(lane.Id, default)).TrackedFrom);
        await lane.EnqueueAsync(1);
        await lane.DrainAsync(1);
        Assert.Equal([5_000L], (await lane.Store.TrackedAsync(lane.Id, default)).Select(static anchor => anchor.Nonce));
        Assert.Equal(5_000, (await lane.Store.HeadAsync(lane.Id, default)).TrackedFrom);
    }

    [Fact]
    public async Task A_batch_without_a_lane_that_is_on_its_way_stays_on_it()
    {
        using var lane = await Lane.OpenAsync();
        var batch = (await lane.StoreBatchesAsync(1))[0];
        await lane.PrepareAsync();
        await lane.Batches.ChangeAsync(batch, static current => current with { Lane = null }, default);
        Assert.False(await lane.MarkAsync(batch));
        await lane.RunAsync("EnqueueRoot", batch.Value);
        Assert.Empty(await lane.WaitingAsync());
        Assert.Equal(lane.Id, (await lane.Batches.GetAsync(batch, default)).Lane);
    }

    private static async Task FinishAsync(Lane lane, Miner miner, BatchId batch)
    {
        lane.Node.Finalized = lane.Node.Head;
        await lane.SweepAsync();
        Assert.Equal(AnchorState.Finalized, (await lane.Store.GetAsync(lane.Id, 0, default)).State);
        Assert.Equal((BatchStatus.Anchored, "finalized 0"), ((await lane.Batches.GetAsync(batch, default)).Status, (await lane.EventsAsync(batch))[^1]));
        Assert.Single(miner.Mined);
    }

    /// <summary>Writes the anchor's row again with the columns of the release before (git show 75ef29c:src/Core/Anchoring/AnchorRecord.cs).</summary>
    private static async Task MakeEarlierAsync(Lane lane, string reference, string state)
    {
        var anchor = await lane.AnchorAsync(reference);
        var row = new Row(lane.Id, AnchorRecord.RowKeyOf(anchor.Nonce))
            .Set("nonce", anchor.Nonce)
            .Set("root", anchor.Root)
            .Set("raw", anchor.Newest.Raw)
            .Set("hash", anchor.Newest.Hash)
            .Set("prepared_at", anchor.PreparedAt)
            .Set("state", state)
            .Set("batch_roots", anchor.BatchRoots)
            .Set("batches", string.Join(',', anchor.Batches))
            .Set("block_number", anchor.Block?.Number)
            .Set("block_hash", anchor.Block?.Hash)
            .Set("block_time", anchor.Block?.Time)
            .Set("confirmations", anchor.Confirmations)
            .Set("gas_used", anchor.GasUsed)
            .Set("fee", anchor.Fee.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await lane.Tables.WriteAsync("anchors", RowChange.Upsert(row), default);
    }
}
