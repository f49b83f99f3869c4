using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tests.Revocation;
using LearnCoin.Core.Timers;

namespace LearnCoin.Core.Tests.Anchoring;

public sealed class AnchorSweepTests
{
    [Fact]
    public async Task A_lane_whose_rows_are_broken_holds_up_no_other_and_is_told_at_the_end()
    {
        using var lane = await Lane.OpenAsync();
        // The shared lane is looked at first.
        var own = AnchorLanes.IdOf(lane.Network, await lane.Keys.EnsureAsync(lane.Network.KeyName + "-tnt-1", default));
        await lane.Store.EnqueueAsync(own, BatchId.Create(lane.Clock.GetUtcNow(), SystemEntropy.Instance), new byte[32], 1, lane.Clock.GetUtcNow(), default);
        await lane.Store.ChangeHeadAsync(lane.Id, static head => head with { NextNonce = 1 }, default);
        await lane.Tables.WriteAsync("anchors", RowChange.Insert(new Row(lane.Id, AnchorRecord.RowKeyOf(0)).Set("nonce", 0L)), default);

        // What anchors have nothing to do with is never called.
        var sweeps = new Sweeps(lane.Batches, null!, null!, null!, lane.Store, lane.Lanes, lane.Follower, lane.Workflows, lane.Clock, null!, lane.Outbox, lane.ClaimMails, null!);
        await Assert.ThrowsAsync<InvalidDataException>(() => sweeps.AnchorsAsync(default));

        Assert.Equal([AnchorWorkflows.LaneInstance(own)], lane.Workflows.Started);
    }

    [Fact]
    public async Task The_first_sweep_makes_the_accounts_that_operators_fund_before_any_batch_comes()
    {
        using var issuer = await Issuer.OpenAsync();
        Assert.Empty(await issuer.Core.AnchorKeys.ListNamedAsync(default));
        await issuer.Core.Timers.All.Single(static task => task.Name == TimerNames.SweepAnchors).RunAsync(default);
        Assert.Equal(["anchor-test"], (await issuer.Core.AnchorKeys.ListNamedAsync(default)).Select(static key => key.Name));
    }
}
