using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>A lane that stands still says why, tells operators once an hour, and says nothing more when that has passed.</summary>
public sealed class AnchorPauseTests
{
    [Fact]
    public async Task An_account_that_is_empty_pauses_the_lane_until_it_has_funds()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(2);
        lane.Node.Balance = 0;
        var started = lane.Clock.GetUtcNow();
        while (lane.Clock.GetUtcNow() - started < TimeSpan.FromMinutes(150))
        {
            Assert.Equal("", await lane.PrepareAsync());
            lane.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var head = await lane.Store.HeadAsync(lane.Id, default);
        Assert.Equal((PauseReasons.Balance, true, null), (head.Pause!.Reason, head.IsIdle, head.OpenNonce));
        Assert.True(head.Pause.Since - started < TimeSpan.FromMinutes(1));
        Assert.Equal([PauseReasons.Balance, PauseReasons.Balance, PauseReasons.Balance], lane.Alerts.Raised.Select(static alert => alert.Reason));
        lane.Node.Balance = 1_000_000_000;
        Assert.Equal(2, (await lane.AnchorAsync(await lane.PrepareAsync())).Batches.Count);
        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).Pause);
    }

    [Theory]
    [InlineData(SendKind.InsufficientFunds, PauseReasons.Balance)]
    [InlineData(SendKind.Refused, PauseReasons.Refused)]
    public async Task A_refusal_that_has_passed_is_no_pause_any_more_though_no_block_comes(SendKind refusal, string reason)
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        lane.Node.OnSend = _ => refusal;
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Equal(reason, (await lane.Store.HeadAsync(lane.Id, default)).Pause?.Reason);
        lane.Node.OnSend = static _ => SendKind.Accepted;
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.Null((await lane.Store.HeadAsync(lane.Id, default)).Pause);
        Assert.Equal(AnchorState.Submitted, (await lane.AnchorAsync(reference)).State);
    }

    [Fact]
    public async Task After_ten_minutes_without_a_block_each_look_is_a_round_of_the_lane_that_begins_with_the_same_anchor()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        var reference = await lane.PrepareAsync();
        Assert.Equal("pending", await lane.RunAsync(AnchorActivities.Observe, reference));
        lane.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("included", await lane.RunAsync(AnchorActivities.Observe, reference));
        Assert.True((await lane.AnchorAsync(reference)).State.IsOpen());
        // What the workflow does next: its follower has nothing to follow, and the next round has the same anchor.
        Assert.Equal("confirmed", await lane.RunAsync(AnchorActivities.Confirm, reference));
        Assert.Empty(lane.Workflows.Raised);
        Assert.Equal(reference, await lane.PrepareAsync());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_a_day_does_not_silence_an_outage()
    {
        using var lane = await Lane.OpenAsync();
        await lane.EnqueueAsync(1);
        lane.Chain.Before = static _ => throw new ChainUnavailableException("scripted");
        await lane.PrepareAsync();
        Assert.Empty(lane.Alerts.Raised);
        lane.Clock.Advance(TimeSpan.FromDays(-1));
        await lane.PrepareAsync();
        Assert.Equal(PauseReasons.ChainUnavailable, Assert.Single(lane.Alerts.Raised).Reason);
    }
}
