using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>The lane's steps, each run twice and broken in between (architecture.md, "Anchoring rules").</summary>
public sealed class AnchorActivitiesTests
{
    [Fact]
    public async Task An_anchor_is_stored_whole_before_anything_is_sent()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(3);
        var anchor = await lane.AnchorAsync(await lane.PrepareAsync());
        Assert.Empty(lane.Node.Sent);
        var signed = SignedTransaction.Parse(anchor.Newest.Raw);
        var transaction = signed.Transaction;
        Assert.Equal((anchor.Hash, 84_532L, 0L), (signed.Hash, transaction.ChainId, transaction.Nonce));
        Assert.Equal(anchor.Root, transaction.Data.ToArray());
        Assert.Equal((signed.From, BigInteger.Zero), (transaction.To, transaction.Value));
        Assert.Equal((IntrinsicGas.Of(anchor.Root), (BigInteger)2_010, (BigInteger)10), (transaction.GasLimit, transaction.MaxFeePerGas, transaction.MaxPriorityFeePerGas));
        Assert.EndsWith(signed.From, lane.Id, StringComparison.Ordinal);
        Assert.Equal(0, (await lane.Store.HeadAsync(lane.Id, default)).OpenNonce);
        Assert.Empty(await lane.WaitingAsync());
    }

    [Fact]
    public async Task With_nothing_waiting_nothing_is_made()
    {
        using var lane = await Lane.OpenAsync();
        Assert.Equal("", await lane.PrepareAsync());
        var head = await lane.Store.HeadAsync(lane.Id, default);
        Assert.Equal((0L, null), (head.NextNonce, head.OpenNonce));
    }

    [Fact]
    public async Task After_a_crash_behind_the_store_the_same_bytes_are_sent_under_the_same_nonce()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(2);
        lane.Tables.After = static _ => throw new IOException("killed");
        await Assert.ThrowsAsync<IOException>(lane.PrepareAsync);
        lane.Tables.After = static _ => { };
        var stored = await lane.Store.GetAsync(lane.Id, 0, default);

        // Fees moved and a root came meanwhile: neither may change what is stored.
        lane.Node.Fees = new ChainFees(9_999, 99);
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        await lane.RunAsync(AnchorActivities.Broadcast, await lane.PrepareAsync());
        Assert.Equal([stored.Newest.Raw], lane.Node.Sent);
        Assert.Equal(2, (await lane.AnchorAsync(reference)).Batches.Count);
        Assert.Single(await lane.WaitingAsync());
    }

    [Fact]
    public async Task A_reply_lost_after_the_node_took_it_makes_no_second_transaction()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        var known = new HashSet<string>();
        lane.Node.OnSend = transaction => known.Add(transaction.Hash) ? throw new ChainUnavailableException("lost") : SendKind.AlreadyKnown;
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        Assert.Equal(AnchorState.Prepared, (await lane.AnchorAsync(reference)).State);
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        Assert.Equal(AnchorState.Submitted, (await lane.AnchorAsync(reference)).State);
        Assert.Single(known);
    }

    [Theory]
    [InlineData(SendKind.Accepted, AnchorState.Submitted, null)]
    [InlineData(SendKind.AlreadyKnown, AnchorState.Submitted, null)]
    [InlineData(SendKind.NonceTooLow, AnchorState.Submitted, null)]
    [InlineData(SendKind.NonceTooHigh, AnchorState.Prepared, null)]
    [InlineData(SendKind.Underpriced, AnchorState.Prepared, null)]
    [InlineData(SendKind.ReplacementUnderpriced, AnchorState.Prepared, null)]
    [InlineData(SendKind.PoolFull, AnchorState.Prepared, null)]
    [InlineData(SendKind.InsufficientFunds, AnchorState.Prepared, PauseReasons.Balance)]
    [InlineData(SendKind.GasCap, AnchorState.Prepared, PauseReasons.Refused)]
    [InlineData(SendKind.FeeCap, AnchorState.Prepared, PauseReasons.Refused)]
    [InlineData(SendKind.Refused, AnchorState.Prepared, PauseReasons.Refused)]
    public async Task What_the_node_says_to_a_broadcast_is_success_or_is_told_and_tried_again(SendKind kind, AnchorState state, string? pause)
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        lane.Node.OnSend = _ => kind;
        Assert.Equal(reference, await lane.RunAsync(AnchorActivities.Broadcast, reference));
        Assert.Equal((state, pause), ((await lane.AnchorAsync(reference)).State, (await lane.Store.HeadAsync(lane.Id, default)).Pause?.Reason));
        Assert.Equal(pause is null ? [] : [pause], lane.Alerts.Raised.Select(static alert => alert.Reason));
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.True(lane.Node.Sent.Count > 1);
    }

    [Fact]
    public async Task A_node_on_another_chain_is_sent_nothing_and_nothing_is_signed_for_it()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        lane.Node.ChainId = 1;
        Assert.Equal("", await lane.PrepareAsync());
        var head = await lane.Store.HeadAsync(lane.Id, default);
        Assert.Equal((0L, null, PauseReasons.ChainUnavailable), (head.NextNonce, head.OpenNonce, head.Pause?.Reason));
        lane.Node.ChainId = 84_532;
        var reference = await lane.PrepareAsync();
        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).Pause);
        lane.Node.ChainId = 8_453;
        await lane.RunAsync(AnchorActivities.Broadcast, reference);
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Empty(lane.Node.Sent);
    }

    [Fact]
    public async Task Twelve_hundred_roots_go_in_anchors_of_at_most_500_each_root_once()
    {
        using var lane = await Lane.OpenAsync();
        var batches = await lane.EnqueueAsync(1_200);
        var anchors = new List<AnchorRecord> { await lane.IncludeAsync(), await lane.IncludeAsync(), await lane.IncludeAsync() };
        Assert.Equal("", await lane.PrepareAsync());
        Assert.Equal([500, 500, 200], anchors.Select(static anchor => anchor.Batches.Count));
        Assert.Equal([0L, 1L, 2L], anchors.Select(static anchor => anchor.Nonce));
        Assert.Equal(batches.Select(static batch => batch.Value).Order(StringComparer.Ordinal), anchors.SelectMany(static anchor => anchor.Batches).Order(StringComparer.Ordinal));
        foreach (var anchor in anchors)
        {
            var tree = MerkleTree.Build(anchor.BatchRoots);
            for (var i = 0; i < anchor.Batches.Count; i++)
            {
                var batch = new BatchId(anchor.Batches[i]);
                Assert.Equal(anchor.Root, tree.Path(i).Apply(Lane.RootOf(batch)));
                Assert.Equal(anchor.Nonce, (await lane.Store.FindByBatchAsync(lane.Id, batch, default))!.Nonce);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task The_nonce_is_the_higher_of_the_nodes_and_ours(long nodes)
    {
        using var lane = await Lane.OpenAsync();
        for (var expected = nodes; expected < nodes + 3; expected++)
        {
            // After the first the node lags behind: it has not counted what we sent.
            lane.Node.Nonce = nodes;
            await lane.EnqueueAsync(1);
            Assert.Equal(expected, (await lane.IncludeAsync()).Nonce);
        }

        // Someone spent from the account, or our store is an older copy.
        lane.Node.Nonce = nodes + 40;
        await lane.EnqueueAsync(1);
        Assert.Equal(nodes + 40, (await lane.IncludeAsync()).Nonce);
    }

    [Fact]
    public async Task A_root_that_is_enqueued_again_is_anchored_once()
    {
        using var lane = await Lane.OpenAsync();
        var batch = (await lane.EnqueueAsync(1))[0];
        await lane.Store.EnqueueAsync(lane.Id, batch, Lane.RootOf(batch), 1, lane.Clock.GetUtcNow(), default);
        Assert.Single(await lane.WaitingAsync());
        await lane.IncludeAsync();
        await lane.Store.EnqueueAsync(lane.Id, batch, Lane.RootOf(batch), 1, lane.Clock.GetUtcNow(), default);
        Assert.Empty(await lane.WaitingAsync());

        // A step that had looked before the anchor was made writes its row after: it is cleared away.
        var late = new Row(lane.Id, "wait|" + batch).Set("root", Lane.RootOf(batch)).Set("since", lane.Clock.GetUtcNow());
        await lane.Tables.WriteAsync("anchors", RowChange.Insert(late), default);
        Assert.Equal("", await lane.PrepareAsync());
        Assert.Empty(await lane.WaitingAsync());
    }

    [Fact]
    public async Task Of_two_who_prepare_at_once_one_makes_the_anchor_and_the_other_finds_it()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(5);
        var other = "";
        lane.Tables.Before = table =>
        {
            if (table == "anchors" && lane.Node.Fees.Tip == 11)
            {
                lane.Node.Fees = new ChainFees(1_000, 10);
                other = lane.PrepareAsync().GetAwaiter().GetResult();
            }
        };
        var head = await lane.Store.HeadAsync(lane.Id, default);
        lane.Node.Fees = new ChainFees(1_000, 11);
        Exception? lost = null;
        try
        {
            await lane.PrepareAsync();
        }
        catch (TableConflictException exception)
        {
            lost = exception;
        }

        Assert.True(head.Etag is null && other.Length > 0);
        Assert.Equal(other, await lane.PrepareAsync());
        Assert.Equal(5, (await lane.AnchorAsync(other)).Batches.Count);
        Assert.Equal(1, (await lane.Store.HeadAsync(lane.Id, default)).NextNonce);
        Assert.True(lost is null or TableConflictException);
    }

    [Fact]
    public async Task A_root_that_comes_while_the_lane_falls_asleep_is_taken_or_wakes_it_once()
    {
        using var lane = await Lane.OpenAsync();
        lane.Tables.After = table =>
        {
            if (table == "anchors")
            {
                lane.Tables.After = static _ => { };
                lane.EnqueueAsync(1).GetAwaiter().GetResult();
            }
        };
        Assert.NotEqual("", await lane.PrepareAsync());
        Assert.False(await lane.Store.TryWakeAsync(lane.Id, default));

        using var sleeper = await Lane.OpenAsync();
        Assert.Equal("", await sleeper.PrepareAsync());
        await sleeper.EnqueueAsync(1);
        var woken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => sleeper.Store.TryWakeAsync(sleeper.Id, default))));
        Assert.Single(woken, static isFirst => isFirst);
    }

    [Fact]
    public async Task A_lane_that_falls_asleep_never_opens_beside_another_anchor()
    {
        using var lane = await Lane.OpenAsync();
        var other = "";
        lane.Tables.After = table =>
        {
            if (table == "anchors")
            {
                // Another process takes a root just as this one goes to sleep, and one more root comes.
                lane.Tables.After = static _ => { };
                lane.EnqueueAsync(1).GetAwaiter().GetResult();
                other = lane.PrepareAsync().GetAwaiter().GetResult();
                lane.EnqueueAsync(1).GetAwaiter().GetResult();
            }
        };
        var found = await lane.PrepareAsync();
        Assert.Equal((other, true), (found, other.Length > 0));
        Assert.Equal(AnchorRef.Parse(other).Nonce, (await lane.Store.HeadAsync(lane.Id, default)).OpenNonce);
    }

    [Fact]
    public async Task A_slow_step_does_not_write_over_a_later_state()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        await lane.PrepareAsync();
        var early = await lane.Store.GetAsync(lane.Id, 0, default);
        await lane.Store.UpdateAsync(early with { State = AnchorState.Confirmed }, default);
        await Assert.ThrowsAsync<TableConflictException>(() => lane.Store.UpdateAsync(early with { State = AnchorState.Submitted }, default));
        Assert.Equal(AnchorState.Confirmed, (await lane.Store.GetAsync(lane.Id, 0, default)).State);
    }

    [Fact]
    public async Task Two_stores_of_one_anchor_cannot_both_win()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(2);
        var head = await lane.Store.HeadAsync(lane.Id, default);
        var waiting = await lane.WaitingAsync();
        var anchor = new AnchorRecord(lane.Id, 0, new byte[32], [new AnchorAttempt([1], "0x1", 1, 1, lane.Clock.GetUtcNow())])
        {
            BatchRoots = new byte[64],
            Batches = [.. waiting.Select(static root => root.Batch.Value)],
        };
        await lane.Store.OpenAsync(anchor, head, default);
        await Assert.ThrowsAsync<TableConflictException>(() => lane.Store.OpenAsync(anchor with { Attempts = [anchor.Newest with { Raw = [2] }] }, head, default));
        Assert.Equal([1], (await lane.Store.GetAsync(lane.Id, 0, default)).Newest.Raw);
    }
}
