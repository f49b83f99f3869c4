using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Nonces that others use, that nobody used, and that come free again.</summary>
public sealed class AnchorNonceTests
{
    [Fact]
    public async Task Nonce_too_low_is_no_loss_where_our_own_transaction_has_it()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        var anchor = await lane.AnchorAsync(reference);
        lane.Node.Head++;
        miner.Put(SignedTransaction.Parse(anchor.Newest.Raw));
        lane.Node.OnSend = static _ => SendKind.NonceTooLow;
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal(AnchorState.Confirmed, (await lane.AnchorAsync(reference)).State);
        Assert.Empty(lane.Alerts.Raised);
    }

    [Fact]
    public async Task A_receipt_that_lags_seconds_behind_the_nonce_is_waited_for()
    {
        using var lane = await Lane.OpenAsync(configure: static options => options.PollSeconds = 0.5);
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        var anchor = await lane.AnchorAsync(reference);
        var started = lane.Clock.GetUtcNow();
        lane.Node.Nonce = 1;
        lane.Chain.Before = _ =>
        {
            if (lane.Clock.GetUtcNow() - started > TimeSpan.FromSeconds(5))
            {
                lane.Node.Mine(anchor, 101);
            }
        };
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal(AnchorState.Confirmed, (await lane.AnchorAsync(reference)).State);
        Assert.Empty(lane.Alerts.Raised);
    }

    [Fact]
    public async Task Roots_whose_nonce_another_took_are_anchored_once_and_only_when_that_is_final()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        var lost = await lane.EnqueueAsync(2);
        var reference = await lane.PrepareAsync();
        miner.Foreign();
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal([(AlertTypes.AnchorLost, "displaced")], lane.Alerts.Raised.Select(static alert => (alert.Type, alert.Reason!)));
        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).LastIncludedAt);

        // The lane goes on with what came meanwhile.
        await lane.EnqueueAsync(1);
        await lane.DrainAsync();
        lane.Node.FinalNonce = 0;
        lane.Node.Finalized = 50;
        await lane.SweepAsync();
        Assert.Empty(await lane.WaitingAsync());
        lane.Node.FinalNonce = 1;
        await lane.SweepAsync();
        await lane.SweepAsync();
        Assert.Equal(2, (await lane.WaitingAsync()).Count);
        await lane.DrainAsync();
        Assert.Equal(3, miner.Mined.Count);
        foreach (var batch in lost)
        {
            Assert.Equal(2, (await lane.Store.FindByBatchAsync(lane.Id, batch, default))!.Nonce);
        }
    }

    [Fact]
    public async Task When_the_other_transaction_is_reorged_out_ours_is_sent_again_under_its_nonce()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        miner.Foreign();
        await lane.RunAsync(AnchorActivities.Observe, reference);
        miner.Reorganize(miner.Mined[0].Block);
        lane.Node.Finalized = 50;
        await lane.SweepAsync();
        Assert.Equal((AnchorState.Reorged, 0L), ((await lane.AnchorAsync(reference)).State, (await lane.Store.HeadAsync(lane.Id, default)).OpenNonce));
        await lane.DrainAsync();
        Assert.Equal((await lane.AnchorAsync(reference)).Root, Assert.Single(miner.Mined).Value.Transaction.Transaction.Data.ToArray());
        Assert.Empty(await lane.WaitingAsync());
    }

    [Fact]
    public async Task A_gap_that_a_lying_node_made_is_filled_and_the_root_comes_after_it()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        await lane.EnqueueAsync(1);
        lane.Node.Nonce = 3;
        var reference = await lane.PrepareAsync();
        lane.Node.Nonce = 0;
        for (var i = 0; i < 4 && await lane.RunAsync(AnchorActivities.Observe, reference) == "pending"; i++)
        {
            await lane.RunAsync(AnchorActivities.Broadcast, reference);
        }

        Assert.Equal([0L, 1, 2, 3], miner.Mined.Keys);
        Assert.Equal([0, 0, 0, 32], miner.Mined.Values.Select(static mined => mined.Transaction.Transaction.Data.Length));
        Assert.Equal([0L, 1, 2, 3], (await lane.Store.TrackedAsync(lane.Id, default)).Select(static anchor => anchor.Nonce));
        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).OpenNonce);
    }

    [Fact]
    public async Task Several_anchors_lost_in_one_reorg_are_sent_again_in_the_order_of_their_nonces()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        var roots = new List<byte[]>();
        for (var i = 0; i < 4; i++)
        {
            await lane.StoreBatchesAsync(1);
            await lane.DrainAsync(1);
            roots.Add((await lane.Store.GetAsync(lane.Id, i, default)).Root);
        }

        miner.Reorganize(miner.Mined[1].Block);
        lane.Node.Head += 20;
        var sent = lane.Node.Sent.Count;
        await lane.SweepAsync();
        Assert.Equal([AnchorState.Confirmed, AnchorState.Reorged, AnchorState.Reorged, AnchorState.Reorged], await StatesAsync(lane));
        await lane.StoreBatchesAsync(1);
        await lane.DrainAsync();
        Assert.Equal([1L, 2, 3, 4], lane.Node.Sent.Skip(sent).Select(static raw => SignedTransaction.Parse(raw).Transaction.Nonce));
        Assert.Equal(roots, miner.Mined.Values.Take(4).Select(static mined => mined.Transaction.Transaction.Data.ToArray()));
        Assert.All(await StatesAsync(lane), static state => Assert.Equal(AnchorState.Confirmed, state));
    }

    [Fact]
    public async Task A_node_that_is_on_another_chain_for_a_while_is_sent_nothing()
    {
        using var lane = await Lane.OpenAsync();
        var miner = Miner.Start(lane);
        await lane.EnqueueAsync(1);
        await lane.DrainAsync(1);
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        // An empty chain: a nonce below ours, too.
        lane.Node.ChainId = 1;
        lane.Node.Nonce = 0;
        miner.IsStalled = true;
        var sent = lane.Node.Sent.Count;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        }

        Assert.Equal(sent, lane.Node.Sent.Count);
        (lane.Node.ChainId, lane.Node.Nonce, miner.IsStalled) = (84_532, 1, false);
        await lane.DrainAsync();
        Assert.Equal([0L, 1], miner.Mined.Keys);
    }

    private static async Task<IEnumerable<AnchorState>> StatesAsync(Lane lane) =>
        (await lane.Store.ListAsync(lane.Id, 0, 100, default)).Select(static anchor => anchor.State);

    [Fact]
    public async Task A_node_that_is_wrong_about_the_account_for_a_moment_has_nothing_signed_where_no_block_can_reach()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        lane.Node.Nonce = 1_000_000;
        var looks = 0;
        lane.Chain.Before = call =>
        {
            if (call == "nonce latest" && ++looks == 3)
            {
                lane.Node.Nonce = 0;
            }
        };
        Assert.Equal(0, (await lane.AnchorAsync(await lane.PrepareAsync())).Nonce);
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task An_account_that_was_used_before_is_gone_on_with()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        lane.Node.Nonce = 4_711;
        Assert.Equal(4_711, (await lane.AnchorAsync(await lane.PrepareAsync())).Nonce);
    }
}
