using System.Numerics;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>When a sent anchor counts as included and as confirmed (architecture.md, "Anchoring rules").</summary>
public sealed class AnchorInclusionTests
{
    [Fact]
    public async Task A_preconfirmed_receipt_whose_block_is_not_the_canonical_one_is_no_inclusion()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        lane.Node.Mine(await lane.AnchorAsync(reference), 100, blockHash: "0xbad");
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal(0, (await lane.Store.HeadAsync(lane.Id, default)).OpenNonce);
        // Twenty seconds without a block: the same root under the same nonce, for more.
        Assert.Equal(2, lane.Node.Sent.Count);
        var (first, second) = (SignedTransaction.Parse(lane.Node.Sent[0]).Transaction, SignedTransaction.Parse(lane.Node.Sent[1]).Transaction);
        Assert.Equal(first.Nonce, second.Nonce);
        Assert.Equal(first.Data.ToArray(), second.Data.ToArray());
        Assert.True(second.MaxFeePerGas * 10 >= first.MaxFeePerGas * 11 && second.MaxPriorityFeePerGas * 10 >= first.MaxPriorityFeePerGas * 11);
        lane.Node.Mine(await lane.AnchorAsync(reference), 101);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
    }

    [Fact]
    public async Task A_receipt_of_a_block_that_no_one_has_yet_is_no_inclusion()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        lane.Node.Mine(await lane.AnchorAsync(reference), 105);
        lane.Node.Head = 104;
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
    }

    [Fact]
    public async Task Inclusion_frees_the_lane_and_keeps_the_bytes()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var anchor = await lane.IncludeAsync();
        var head = await lane.Store.HeadAsync(lane.Id, default);
        Assert.Equal((1L, null), (head.NextNonce, head.OpenNonce));
        Assert.Equal((AnchorState.Confirmed, 101L, 22_280L, (BigInteger)(22_280 * 1_010)), (anchor.State, anchor.Block!.Number, anchor.GasUsed, anchor.Fee));
        Assert.Single(anchor.Attempts);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, new AnchorRef(lane.Id, 0).ToString()));
        Assert.Equal([0], (await lane.Store.TrackedAsync(lane.Id, default)).Select(static tracked => tracked.Nonce));
    }

    [Fact]
    public async Task A_reverted_receipt_anchors_nothing_and_is_told_and_its_roots_get_another_anchor_once_that_is_final()
    {
        using var lane = await Lane.OpenAsync();
        var batches = await lane.EnqueueAsync(2);
        var reference = await lane.PrepareAsync();
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        lane.Node.Mine(await lane.AnchorAsync(reference), 101, succeeded: false);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Empty(lane.Workflows.Raised);
        Assert.Equal(AnchorState.Reverted, (await lane.AnchorAsync(reference)).State);
        Assert.Equal([(AlertTypes.AnchorLost, "reverted")], lane.Alerts.Raised.Select(static alert => (alert.Type, alert.Reason!)));

        lane.Node.Nonce = 1;
        lane.Node.Head = 110;
        lane.Node.Finalized = 100;
        await lane.SweepAsync();
        Assert.Empty(await lane.WaitingAsync());
        lane.Node.Finalized = 101;
        await lane.SweepAsync();
        Assert.Equal(batches.OrderBy(static batch => batch.Value, StringComparer.Ordinal), (await lane.WaitingAsync()).Select(static root => root.Batch));
        Assert.Equal((AnchorState.Failed, true), ((await lane.AnchorAsync(reference)).State, (await lane.AnchorAsync(reference)).IsRequeued));
        var again = await lane.IncludeAsync();
        Assert.Equal((1L, 2), (again.Nonce, again.Batches.Count));
    }

    [Fact]
    public async Task Confirmations_count_the_including_block_and_each_batch_is_told()
    {
        using var lane = await Lane.OpenAsync(confirmations: 3);
        var batches = await lane.EnqueueAsync(3);
        var anchor = await lane.IncludeAsync();
        var reference = new AnchorRef(lane.Id, anchor.Nonce).ToString();
        lane.Node.Head = 102;
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Empty(lane.Workflows.Raised);
        lane.Node.Head = 103;
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        var stored = await lane.AnchorAsync(reference);
        Assert.Equal((AnchorState.Confirmed, 3L), (stored.State, stored.Confirmations));
        Assert.Equal(batches.Select(static batch => batch.Value).Order(), lane.Workflows.Raised.Select(static raised => raised.Instance).Order());
        // Told again after a crash, without another look at the chain.
        lane.Node.Receipts.Clear();
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Equal(6, lane.Workflows.Raised.Count);
    }

    [Fact]
    public async Task An_included_transaction_that_a_reorg_took_out_is_sent_again_as_it_was()
    {
        using var lane = await Lane.OpenAsync(confirmations: 3);
        await lane.EnqueueAsync(1);
        var anchor = await lane.IncludeAsync();
        var reference = new AnchorRef(lane.Id, anchor.Nonce).ToString();
        lane.Node.Reorganize(101);
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Equal((AnchorState.Reorged, 0L), ((await lane.AnchorAsync(reference)).State, (await lane.Store.HeadAsync(lane.Id, default)).OpenNonce));
        Assert.Empty(lane.Workflows.Raised);
        Assert.Equal(reference, await lane.PrepareAsync());
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal(anchor.Newest.Raw, lane.Node.Sent[1]);
        lane.Node.Mine(anchor, 110);
        lane.Node.Head = 112;
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Equal(110, (await lane.AnchorAsync(reference)).Block!.Number);
    }
}
