using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Roots on their way to an anchor and back, in several transactions: broken after any of them, and with another host in between.</summary>
public sealed class AnchorStoreFaultTests
{
    [Fact]
    public async Task Twelve_hundred_roots_are_taken_once_each_wherever_the_preparation_breaks()
    {
        for (var writes = 1; ; writes++)
        {
            using var lane = await Lane.OpenAsync();
            var batches = await lane.EnqueueAsync(1_200);
            var left = writes;
            lane.Tables.After = table => left = left == 1 ? throw new IOException(table) : left - 1;
            var isBroken = await Record.ExceptionAsync(lane.PrepareAsync) is IOException;
            lane.Tables.After = static _ => { };
            var anchors = new[] { await lane.IncludeAsync(), await lane.IncludeAsync(), await lane.IncludeAsync() };
            Assert.Equal([500, 500, 200], anchors.Select(static anchor => anchor.Batches.Count));
            Assert.Equal(Sorted(batches.Select(static batch => batch.Value)), Sorted(anchors.SelectMany(static anchor => anchor.Batches)));
            await AssertTakenAsync(lane, anchors);
            if (!isBroken)
            {
                // One that opens, and 500 roots in chunks of 49.
                Assert.Equal(1 + 11 + 1, writes);
                return;
            }
        }
    }

    [Fact]
    public async Task A_requeue_broken_after_any_write_ends_with_each_root_waiting_once()
    {
        for (var writes = 1; ; writes++)
        {
            using var lane = await Lane.OpenAsync();
            var batches = await lane.EnqueueAsync(120);
            var failed = await FailAsync(lane);
            var left = writes;
            lane.Tables.After = table => left = left == 1 ? throw new IOException(table) : left - 1;
            var isBroken = await Record.ExceptionAsync(lane.SweepAsync) is IOException;
            lane.Tables.After = static _ => { };
            await lane.SweepAsync();
            Assert.Equal(Sorted(batches.Select(static batch => batch.Value)), (await lane.WaitingAsync()).Select(static root => root.Batch.Value));
            Assert.True((await lane.Store.GetAsync(lane.Id, failed.Nonce, default)).IsSettled);
            await AssertTakenAsync(lane, [await lane.IncludeAsync()]);
            if (!isBroken)
            {
                Assert.True(writes > 4);
                return;
            }
        }
    }

    [Fact]
    public async Task A_host_that_slept_in_a_requeue_does_not_take_the_roots_out_of_the_next_anchor()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(3);
        var failed = await lane.Store.UpdateAsync(await FailAsync(lane) with { State = AnchorState.Failed }, default);
        var isAsleep = false;
        lane.Tables.BeforeWrite = _ =>
        {
            if (!isAsleep)
            {
                // Between its look at the roots and its write, another host requeues them and anchors them.
                isAsleep = true;
                lane.Store.RequeueAsync(failed, lane.Clock.GetUtcNow(), default).GetAwaiter().GetResult();
                lane.IncludeAsync().GetAwaiter().GetResult();
            }
        };
        await Assert.ThrowsAsync<TableConflictException>(() => lane.Store.RequeueAsync(failed, lane.Clock.GetUtcNow(), default));
        Assert.Empty(await lane.WaitingAsync());
        await AssertTakenAsync(lane, [await lane.Store.GetAsync(lane.Id, 1, default)]);
    }

    [Fact]
    public async Task Two_hosts_that_settle_at_once_end_as_one_would()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(200);
        lane.Tables.After = static table => throw new IOException(table);
        await Assert.ThrowsAsync<IOException>(lane.PrepareAsync);
        lane.Tables.After = static _ => { };
        Assert.Equal(0, (await lane.Store.HeadAsync(lane.Id, default)).UnsettledNonce);
        for (var isDone = false; !isDone;)
        {
            var ends = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Record.ExceptionAsync(() => lane.Store.SettleAsync(lane.Id, default)))));
            Assert.All(ends, static end => Assert.True(end is null or TableConflictException));
            isDone = ends.Any(static end => end is null);
        }

        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).UnsettledNonce);
        Assert.Empty(await lane.WaitingAsync());
        await AssertTakenAsync(lane, [await lane.Store.GetAsync(lane.Id, 0, default)]);
    }

    [Fact]
    public async Task Sixty_attempts_and_five_hundred_batches_fit_into_a_row()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(AnchorStore.MaxRoots);
        var anchor = await lane.AnchorAsync(await lane.PrepareAsync());
        var full = anchor with { Attempts = [.. Enumerable.Repeat(anchor.Newest with { MaxFee = 10_000_000_000, Tip = 10_000_000_000 }, AnchorDecision.MaxAttempts)] };
        await lane.Store.UpdateAsync(full, default);
        var read = await lane.Store.GetAsync(lane.Id, 0, default);
        Assert.Equal((AnchorDecision.MaxAttempts, AnchorStore.MaxRoots), (read.Attempts.Count, read.Batches.Count));
        Assert.Equal(anchor.Newest.Raw, read.Newest.Raw);
    }

    /// <summary>The anchor's nonce is used by another, and that is final by now; the next sweep sees it.</summary>
    private static async Task<AnchorRecord> FailAsync(Lane lane)
    {
        var reference = await lane.PrepareAsync();
        lane.Node.Nonce = 1;
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal(AnchorState.Displaced, (await lane.AnchorAsync(reference)).State);
        lane.Node.Finalized = lane.Node.Head;
        lane.Node.FinalNonce = 1;
        return await lane.AnchorAsync(reference);
    }

    private static async Task AssertTakenAsync(Lane lane, IReadOnlyList<AnchorRecord> anchors)
    {
        foreach (var anchor in anchors)
        {
            foreach (var batch in anchor.Batches)
            {
                Assert.Equal(anchor.Nonce, (await lane.Store.FindByBatchAsync(lane.Id, new BatchId(batch), default))?.Nonce);
            }
        }
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> ids) => ids.Order(StringComparer.Ordinal);
}
