using LearnCoin.Core.Workflows;

namespace LearnCoin.Contracts.Workflows;

/// <summary>Events, waits, and continue-as-new.</summary>
public abstract class EventsContract(TestTables store) : WorkflowsContract(store)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await HostAsync();
    }

    [Fact]
    public async Task An_event_ends_the_wait_at_once()
    {
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromHours(1)) ?? "timeout");
        await StartAsync("wait");
        await SettleAsync();
        await RaiseAsync("go", "payload"); // the clock stands: no poll can have found it
        Assert.Equal("payload", await OutputAsync());
    }

    [Fact]
    public async Task An_event_that_comes_before_the_wait_is_kept_for_it()
    {
        var release = new TaskCompletionSource();
        AddActivity("slow", _ => release.Task);
        AddWorkflow("late", async (context, input) =>
        {
            await context.CallAsync("slow", input, RetryPolicy.Once);
            return await context.WaitForEventAsync("go", TimeSpan.FromHours(1)) ?? "timeout";
        });
        await StartAsync("late");
        await RaiseAsync("go", "early");
        release.SetResult();
        Assert.Equal("early", await OutputAsync());
    }

    [Fact]
    public async Task A_wait_without_event_ends_with_null_at_its_time()
    {
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromSeconds(30)) ?? $"timeout {context.Now:HH:mm:ss}");
        await StartAsync("wait");
        await SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(29));
        await SettleAsync();
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync(Id, default))!.State);
        Time.Advance(Second);
        Assert.Equal("timeout 00:00:30", await OutputAsync());
    }

    [Fact]
    public async Task An_event_after_the_timeout_goes_to_the_next_wait()
    {
        AddWorkflow("wait", async (context, _) =>
        {
            var first = await context.WaitForEventAsync("go", TimeSpan.Zero) ?? "timeout";
            return $"{first} {await context.WaitForEventAsync("go", TimeSpan.FromHours(1))}";
        });
        await StartAsync("wait");
        await UntilAsync(async () => (await HistoryAsync()).Count == 1);
        await RaiseAsync("go", "second");
        Assert.Equal("timeout second", await OutputAsync());
    }

    [Fact]
    public async Task Events_are_taken_by_name_and_in_the_order_they_came()
    {
        AddWorkflow("order", async (context, _) =>
        {
            var taken = new List<string?>();
            foreach (var name in new[] { "b", "a", "a", "b", "a" })
            {
                taken.Add(await context.WaitForEventAsync(name, TimeSpan.FromHours(1)));
            }

            return string.Join(' ', taken);
        });
        await StartAsync("order");
        foreach (var (name, payload) in new[] { ("a", "a1"), ("a", "a2"), ("b", "b1"), ("a", "a3"), ("b", "b2") })
        {
            await RaiseAsync(name, payload);
        }

        Assert.Equal("b1 a1 a2 b2 a3", await OutputAsync());
    }

    [Fact]
    public async Task Two_waits_at_once_take_one_event_each()
    {
        AddWorkflow("both", async (context, _) => string.Join(' ', await Task.WhenAll(
            context.WaitForEventAsync("go", TimeSpan.FromHours(1)), context.WaitForEventAsync("go", TimeSpan.FromHours(1)))));
        await StartAsync("both");
        await RaiseAsync("go", "1");
        await RaiseAsync("go", "2");
        Assert.Equal("1 2", await OutputAsync());
    }

    [Fact]
    public async Task Parallel_events_are_all_taken_once()
    {
        AddWorkflow("count", async (context, _) =>
        {
            var taken = new List<string>();
            for (var i = 0; i < 60; i++)
            {
                taken.Add(await context.WaitForEventAsync("go", TimeSpan.FromHours(1)) ?? "timeout");
            }

            return $"{taken.Distinct().Count()}";
        });
        await StartAsync("count");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => RaiseAsync("go", $"{i}"))));
        Assert.Equal("60", await OutputAsync());
    }

    [Fact]
    public async Task Events_to_unknown_and_finished_instances_are_dropped()
    {
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromSeconds(1)) ?? "timeout");
        await RaiseAsync("go", "before the start");
        await StartAsync("wait");
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State != WorkflowState.Running);
        await RaiseAsync("go", "after the end");
        await StartAsync("wait");
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State != WorkflowState.Running);
        Assert.Equal("timeout", await OutputAsync());
        Assert.Empty(await HistoryAsync("e|"));
    }

    [Fact]
    public async Task An_event_nobody_took_does_not_outlive_its_instance()
    {
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromHours(1)) ?? "timeout");
        await StartAsync("wait");
        await Workflows.RaiseEventAsync(Id, "other", "x", default);
        await RaiseAsync("go", "1");
        await OutputAsync();
        Assert.Empty(await HistoryAsync("e|"));
    }

    [Fact]
    public async Task Continue_as_new_empties_the_history_and_keeps_events_not_taken()
    {
        AddActivity("work");
        AddWorkflow("loop", async (context, input) =>
        {
            var taken = await context.WaitForEventAsync("root", TimeSpan.FromHours(1));
            await context.CallAsync("work", taken!, RetryPolicy.Once);
            if (taken == "4")
            {
                return input + taken;
            }

            context.ContinueAsNew(input + taken);
            return "";
        });
        await StartAsync("loop");
        foreach (var i in Enumerable.Range(0, 5))
        {
            await RaiseAsync("root", $"{i}");
        }

        Assert.Equal("01234", await OutputAsync());
        Assert.Equal(["work 0", "work 1", "work 2", "work 3", "work 4"], Ran.Items);
        Assert.Equal(2, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task A_long_history_is_emptied_too()
    {
        AddActivity("work");
        AddWorkflow("loop", async (context, input) =>
        {
            if (input == "last")
            {
                return input;
            }

            await Task.WhenAll(Enumerable.Range(0, 150).Select(i => context.CallAsync("work", $"{i}", RetryPolicy.Once)));
            context.ContinueAsNew("last");
            return "";
        });
        await StartAsync("loop", "first");
        Assert.Equal("last", await OutputAsync());
        Assert.Empty(await HistoryAsync());
    }
}
