using LearnCoin.Core.Workflows;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>Who may start, replace and purge, and which body an instance runs.</summary>
public sealed class StartingOnDurableTests : DurableContract
{
    [Fact]
    public async Task A_live_instance_is_not_started_again_and_a_finished_one_is_replaced()
    {
        AddWorkflow("wait", async (context, input) => input + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await HostAsync();
        await StartAsync("wait", "a");
        Assert.False(await Workflows.StartAsync("wait", Id, "b", default));
        await SettleAsync();
        Assert.False(await Workflows.StartAsync("wait", Id, "b", default));
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync(Id, default))!.State);
        await RaiseAsync("go", "1");
        Assert.Equal("a1", await OutputAsync());
        await StartAsync("wait", "c");
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync(Id, default))!.State);
        await RaiseAsync("go", "2");
        Assert.Equal("c2", await OutputAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_parallel_starts_of_one_id_exactly_one_is_taken(bool afterAnEarlierOne)
    {
        AddActivity("work");
        AddWorkflow("once", async (context, input) =>
        {
            await context.CallAsync("work", input, RetryPolicy.Once);
            return input == "earlier" ? input : await context.WaitForEventAsync("never", TimeSpan.FromHours(1)) ?? "";
        });
        await HostAsync();
        if (afterAnEarlierOne)
        {
            await StartAsync("once", "earlier");
            await OutputAsync();
        }

        var started = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () => await Workflows.StartAsync("once", Id, $"{i}", default))));
        Assert.Single(started, static won => won);
        var runs = afterAnEarlierOne ? 2 : 1;
        await UntilAsync(() => Ran.Length == runs);
        await SettleAsync();
        Assert.Equal(runs, Ran.Length);
        Assert.Equal($"work {Array.IndexOf(started, true)}", Ran[^1]);
    }

    [Fact]
    public async Task An_instance_between_two_of_its_runs_is_live()
    {
        AddWorkflow("spin", async (context, input) =>
        {
            if (await context.WaitForEventAsync("stop", TimeSpan.FromMilliseconds(1)) is not null)
            {
                return input;
            }

            context.ContinueAsNew(input);
            return "";
        });
        await HostAsync();
        await StartAsync("spin", "first");
        for (var tries = 0; tries < 50; tries++)
        {
            Assert.False(await Workflows.StartAsync("spin", Id, "second", default));
        }

        await RaiseAsync("stop");
        Assert.Equal("first", await OutputAsync());
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_known_as_ones_own()
    {
        AddWorkflow("wait", async (context, input) => input + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await HostAsync();
        using var losing = new LosingClient(Hub.Client);
        Assert.True(await losing.Workflows().StartAsync("wait", Id, "a", default));
        Assert.Equal(1, losing.Lost);
        Assert.False(await Workflows.StartAsync("wait", Id, "b", default));
    }

    [Fact]
    public async Task A_start_that_lost_a_race_and_was_dropped_without_a_word_is_known_as_lost()
    {
        AddWorkflow("wait", async (context, input) => input + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await HostAsync();
        using var slower = new LosingClient(Hub.Client) { Faster = () => StartAsync("wait", "a") };
        Assert.False(await slower.Workflows().StartAsync("wait", Id, "b", default));
        await RaiseAsync("go", "1");
        Assert.Equal("a1", await OutputAsync());
    }

    [Fact]
    public async Task A_start_that_the_hub_cannot_take_throws()
    {
        AddWorkflow("wait", static (_, _) => Task.FromResult(""));
        await HostAsync();
        using var dead = new LosingClient(Hub.Client) { Takes = false };
        await Assert.ThrowsAsync<IOException>(async () => await dead.Workflows().StartAsync("wait", Id, "a", default));
        Assert.Null(await Workflows.GetAsync(Id, default));
    }

    [Fact]
    public async Task Purge_removes_what_ended_before_and_nothing_else()
    {
        AddActivity("work");
        AddWorkflow("short", (context, input) => context.CallAsync("work", input, RetryPolicy.Once));
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromDays(1)) ?? "");
        await HostAsync();
        await StartAsync("short", "", "old");
        await StartAsync("wait", "", "live");
        await StartAsync("wait", "", "ended-late");
        await OutputAsync("old");
        await Task.Delay(100);
        var then = TimeProvider.System.GetUtcNow();
        await Task.Delay(100);
        await RaiseAsync("go", "", "ended-late");
        await OutputAsync("ended-late");
        await StartAsync("short", "", "new");
        await OutputAsync("new");
        Assert.Equal(1, await Workflows.PurgeAsync(then, default));
        Assert.Null(await Workflows.GetAsync("old", default));
        Assert.Empty(Hub.Store.History("old"));
        foreach (var kept in new[] { "live", "ended-late", "new" })
        {
            Assert.NotNull(await Workflows.GetAsync(kept, default));
        }

        await StartAsync("short", "", "old");
        await OutputAsync("old");
    }

    [Fact]
    public async Task An_instance_runs_the_body_that_is_kept_for_its_version_and_newer_ones_the_newest()
    {
        AddActivity("old");
        AddActivity("new");
        AddWorkflow("changed@1", async (context, input) =>
        {
            await context.WaitForEventAsync("go", TimeSpan.FromHours(1));
            return await context.CallAsync("old", input, RetryPolicy.Once);
        });
        AddWorkflow("changed", (context, input) => context.CallAsync("new", input, RetryPolicy.Once));
        Hub.DefaultVersion = "1";
        await HostAsync();
        await StartAsync("changed", "x", "before");
        await SettleAsync();
        Hub.DefaultVersion = "2";
        await CrashAndRestartAsync();
        await StartAsync("changed", "y", "after");
        Assert.Equal("new(y)", await OutputAsync("after"));
        await RaiseAsync("go", "", "before");
        Assert.Equal("old(x)", await OutputAsync("before"));
    }

    [Fact]
    public void A_client_that_no_trigger_handed_over_is_missed_with_a_clear_text() =>
        Assert.Contains("Durable client", Assert.Throws<InvalidOperationException>(() => new LearnCoin.Functions.Durable.DurableClients().Current).Message, StringComparison.Ordinal);
}
