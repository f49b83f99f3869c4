using System.Numerics;
using LearnCoin.Core.Anchoring;

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
        // Twenty seconds without a block: the stored bytes again, and only they.
        Assert.Equal(2, lane.Node.Sent.Count);
        Assert.Equal(lane.Node.Sent[0], lane.Node.Sent[1]);
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
        Assert.Equal((AnchorState.Included, 101L, 22_280L, (BigInteger)(22_280 * 1_010)), (anchor.State, anchor.Block!.Number, anchor.GasUsed, anchor.Fee));
        Assert.NotEmpty(anchor.Raw);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, new AnchorRef(lane.Id, 0).ToString()));
        Assert.Equal([0], await lane.Store.UnconfirmedAsync(lane.Id, default));
    }

    [Fact]
    public async Task A_reverted_receipt_is_told_and_the_lane_stays_with_it()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        lane.Node.Mine(await lane.AnchorAsync(reference), 101, succeeded: false);
        await Assert.ThrowsAsync<InvalidDataException>(() => lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal(0, (await lane.Store.HeadAsync(lane.Id, default)).OpenNonce);
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
        Assert.Empty(await lane.Store.UnconfirmedAsync(lane.Id, default));
    }

    [Fact]
    public async Task An_included_transaction_that_a_reorg_took_out_is_sent_again_as_it_was()
    {
        using var lane = await Lane.OpenAsync(confirmations: 3);
        await lane.EnqueueAsync(1);
        var anchor = await lane.IncludeAsync();
        var reference = new AnchorRef(lane.Id, anchor.Nonce).ToString();
        lane.Node.Receipts.Clear();
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Equal(anchor.Raw, lane.Node.Sent[^1]);
        Assert.Empty(lane.Workflows.Raised);
        lane.Node.Mine(anchor, 110);
        lane.Node.Head = 112;
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Equal(110, (await lane.AnchorAsync(reference)).Block!.Number);
    }
}
