using LearnCoin.Core.Workflows;

namespace LearnCoin.Contracts.Workflows;

/// <summary>What workflows do while their host lives.</summary>
public abstract class RunningContract(TestTables store) : WorkflowsContract(store)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await HostAsync();
    }

    [Fact]
    public async Task A_body_passes_results_from_activity_to_activity_and_gives_its_output()
    {
        AddActivity("sign");
        AddActivity("tree");
        AddWorkflow("issue", async (context, input) => await context.CallAsync("tree", await context.CallAsync("sign", input, RetryPolicy.Once), RetryPolicy.Once));
        Assert.Null(await Workflows.GetAsync(Id, default));
        await StartAsync("issue", "x");
        Assert.Equal("tree(sign(x))", await OutputAsync());
        Assert.Equal(["sign x", "tree sign(x)"], Ran.Items);
    }

    [Fact]
    public async Task A_live_instance_is_not_started_again_and_a_finished_one_is_replaced()
    {
        AddWorkflow("wait", async (context, input) => input + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await StartAsync("wait", "a");
        Assert.False(await Workflows.StartAsync("wait", Id, "b", default));
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync(Id, default))!.State);
        await RaiseAsync("go", "1");
        Assert.Equal("a1", await OutputAsync());
        await StartAsync("wait", "c");
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync(Id, default))!.State);
        await RaiseAsync("go", "2");
        Assert.Equal("c2", await OutputAsync());
    }

    [Fact]
    public async Task Of_parallel_starts_of_one_id_exactly_one_is_taken()
    {
        AddActivity("work");
        AddWorkflow("once", async (context, input) =>
        {
            await context.CallAsync("work", input, RetryPolicy.Once);
            return await context.WaitForEventAsync("never", TimeSpan.FromHours(1)) ?? "";
        });
        var started = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () => await Workflows.StartAsync("once", Id, $"{i}", default))));
        Assert.Single(started, won => won);
        await UntilAsync(() => Ran.Items.Length > 0);
        await SettleAsync();
        Assert.Single(Ran.Items);
    }

    [Fact]
    public async Task Restarting_an_id_the_moment_it_finishes_never_loses_a_run()
    {
        AddActivity("work");
        AddWorkflow("short", (context, input) => context.CallAsync("work", input, RetryPolicy.Once));
        for (var round = 0; round < 40; round++)
        {
            await UntilAsync(async () => await Workflows.StartAsync("short", Id, $"{round}", default));
        }

        Assert.Equal("work(39)", await OutputAsync());
        Assert.Equal(40, Ran.Items.Length);
    }

    [Fact]
    public async Task A_failing_activity_is_tried_again_after_doubling_delays()
    {
        var times = new List<DateTimeOffset>();
        AddActivity("flaky", _ =>
        {
            times.Add(Time.GetUtcNow());
            return times.Count < 4 ? throw new InvalidOperationException("a secret text") : Task.CompletedTask;
        });
        AddWorkflow("retry", (context, input) => context.CallAsync("flaky", input, new RetryPolicy(5, Second, TimeSpan.FromSeconds(3))));
        await StartAsync("retry", "x");
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State != WorkflowState.Running);
        Assert.Equal("flaky(x)", await OutputAsync());
        var gaps = times.Zip(times.Skip(1), (a, b) => b - a).ToArray();
        Assert.InRange(gaps[0], Second, 2 * Second);
        Assert.InRange(gaps[1], 2 * Second, 3 * Second);
        Assert.InRange(gaps[2], 3 * Second, 4 * Second);
        Assert.Empty(await HistoryAsync("a|"));
    }

    [Fact]
    public async Task A_body_sees_only_the_type_of_a_final_failure_and_may_go_on()
    {
        AddActivity("broken", _ => throw new TimeoutException("a secret text"));
        AddActivity("cleanup");
        AddWorkflow("careful", async (context, input) =>
        {
            try
            {
                return await context.CallAsync("broken", input, RetryPolicy.Once);
            }
            catch (ActivityFailedException exception)
            {
                return await context.CallAsync("cleanup", $"{exception.Activity} {exception.Failure}", RetryPolicy.Once);
            }
        });
        await StartAsync("careful");
        Assert.Equal("cleanup(broken TimeoutException)", await OutputAsync());
        Assert.DoesNotContain(await HistoryAsync(), row => row.Values.Values.Any(value => value is string text && text.Contains("secret", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_body_that_throws_ends_as_failed_with_the_type_only()
    {
        AddActivity("broken", _ => throw new TimeoutException("a secret text"));
        AddWorkflow("uncaught", (context, input) => context.CallAsync("broken", input, RetryPolicy.Once));
        AddWorkflow("sync", (_, _) => throw new FormatException("a secret text"));
        AddWorkflow("async", async (context, _) =>
        {
            await context.TimerAsync(context.Now);
            throw new FormatException("a secret text");
        });
        await StartAsync("uncaught", "", "u");
        await StartAsync("sync", "", "s");
        await StartAsync("async", "", "a");
        Assert.Equal(new WorkflowStatus(WorkflowState.Failed, null, "ActivityFailedException"), await EndAsync("u"));
        Assert.Equal(new WorkflowStatus(WorkflowState.Failed, null, "FormatException"), await EndAsync("s"));
        Assert.Equal(new WorkflowStatus(WorkflowState.Failed, null, "FormatException"), await EndAsync("a"));
        await StartAsync("async", "", "u"); // a failed one may be started again
    }

    [Fact]
    public async Task A_body_that_awaits_something_foreign_fails()
    {
        AddActivity("work");
        AddWorkflow("foreign", async (context, input) =>
        {
            await Task.Delay(1);
            return await context.CallAsync("work", input, RetryPolicy.Once);
        });
        await StartAsync("foreign");
        Assert.Equal("NondeterministicWorkflowException", (await EndAsync()).Failure);
        Assert.Empty(Ran.Items);
    }

    [Fact]
    public async Task A_timer_ends_at_its_time_and_not_before()
    {
        AddWorkflow("timer", async (context, _) =>
        {
            var from = context.Now;
            await context.TimerAsync(from + TimeSpan.FromDays(60));
            return $"{(context.Now - from).TotalDays}";
        });
        await StartAsync("timer");
        await UntilAsync(async () => (await HistoryAsync("l|")).Count == 1);
        await SettleAsync();
        Time.Advance(TimeSpan.FromDays(60) - Second);
        await SettleAsync();
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync(Id, default))!.State);
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State != WorkflowState.Running);
        Assert.InRange(double.Parse((await OutputAsync())!), 60, 60.001);
    }

    [Fact]
    public async Task Now_is_the_time_of_the_step()
    {
        AddWorkflow("now", async (context, _) =>
        {
            var first = context.Now;
            await context.WaitForEventAsync("go", TimeSpan.FromDays(1));
            return $"{(context.Now - first).TotalSeconds}";
        });
        await StartAsync("now");
        await SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(90));
        await RaiseAsync("go");
        Assert.Equal("90", await OutputAsync());
    }

    [Fact]
    public async Task Activities_made_together_run_together_up_to_the_bound()
    {
        var (now, peak) = (0, 0);
        AddActivity("slow", async _ =>
        {
            var mine = Interlocked.Increment(ref now);
            InterlockedMax(ref peak, mine);
            await Task.Delay(30);
            Interlocked.Decrement(ref now);
        });
        AddWorkflow("fan", async (context, _) =>
            string.Join(',', await Task.WhenAll(Enumerable.Range(0, 24).Select(i => context.CallAsync("slow", $"{i}", RetryPolicy.Once)))));
        await StartAsync("fan");
        Assert.Equal(string.Join(',', Enumerable.Range(0, 24).Select(i => $"slow({i})")), await OutputAsync());
        Assert.Equal(8, peak);
    }

    [Fact]
    public async Task Activities_that_wait_for_others_hold_up_no_work()
    {
        var hang = new TaskCompletionSource();
        Catalog.AddWaiting("hang", async (_, _) =>
        {
            Ran.Add("hang");
            await hang.Task;
            return "";
        });
        AddActivity("work");
        AddWorkflow("waiter", (context, input) => context.CallAsync("hang", input, RetryPolicy.Once));
        AddWorkflow("worker", (context, input) => context.CallAsync("work", input, RetryPolicy.Once));
        for (var i = 0; i < 50; i++)
        {
            await StartAsync("waiter", id: $"bat_{i}");
        }

        await UntilAsync(() => Ran.Count("hang") == 50);
        await StartAsync("worker", "x", "worker");
        Assert.Equal("work(x)", await OutputAsync("worker"));
        hang.SetResult();
        await OutputAsync("bat_0");
    }

    [Fact]
    public async Task A_child_is_started_and_not_waited_for()
    {
        AddActivity("deliver");
        AddWorkflow("parent", async (context, input) =>
        {
            await context.StartChildAsync("child", "dlv_1", input);
            await context.StartChildAsync("child", "dlv_1", "again");
            return "done";
        });
        AddWorkflow("child", async (context, input) => input + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await StartAsync("parent", "x");
        Assert.Equal("done", await OutputAsync());
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync("dlv_1", default))!.State);
        await RaiseAsync("go", "!", "dlv_1");
        Assert.Equal("x!", await OutputAsync("dlv_1"));
    }

    [Fact]
    public async Task A_start_of_what_is_not_known_is_refused()
    {
        AddWorkflow("known", (_, _) => Task.FromResult(""));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Workflows.StartAsync("unknown", Id, "", default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Workflows.StartAsync("known", "a|b", "", default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Workflows.StartAsync("known", new string('a', 101), "", default));
    }

    [Fact]
    public async Task What_is_too_large_to_record_fails_the_instance_instead_of_looping()
    {
        var large = new string('x', 40_000);
        Catalog.Add("huge", (ActivityBody)((_, _) => Task.FromResult(large)));
        AddWorkflow("output", (_, _) => Task.FromResult(large));
        AddWorkflow("result", (context, input) => context.CallAsync("huge", input, RetryPolicy.Once));
        AddWorkflow("next", (context, _) =>
        {
            context.ContinueAsNew(large);
            return Task.FromResult("");
        });
        AddWorkflow("child", async (context, _) =>
        {
            await context.StartChildAsync("output", "c", large);
            return "";
        });
        AddWorkflow("childId", async (context, _) =>
        {
            await context.StartChildAsync("output", "not|an id", "");
            return "";
        });
        foreach (var (workflow, failure) in new[]
        {
            ("output", "TableLimitException"), ("result", "ActivityFailedException"), ("next", "TableLimitException"),
            ("child", "TableLimitException"), ("childId", "ArgumentException"),
        })
        {
            await StartAsync(workflow, "", workflow);
            Assert.Equal(new WorkflowStatus(WorkflowState.Failed, null, failure), await EndAsync(workflow));
        }
    }

    [Fact]
    public async Task An_activity_that_is_not_in_the_catalog_fails_like_any_other()
    {
        AddWorkflow("missing", (context, input) => context.CallAsync("nowhere", input, RetryPolicy.Once));
        await StartAsync("missing");
        Assert.Equal("ActivityFailedException", (await EndAsync()).Failure);
    }

    [Fact]
    public async Task Purge_removes_what_finished_before_and_nothing_else()
    {
        AddActivity("work");
        AddWorkflow("short", (context, input) => context.CallAsync("work", input, RetryPolicy.Once));
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromDays(9)) ?? "");
        await StartAsync("short", "", "old");
        await StartAsync("wait", "", "live");
        await OutputAsync("old");
        Time.Advance(TimeSpan.FromHours(2));
        await StartAsync("short", "", "new");
        await OutputAsync("new");
        Assert.Equal(1, await Workflows.PurgeAsync(Time.GetUtcNow() - TimeSpan.FromHours(1), default));
        Assert.Null(await Workflows.GetAsync("old", default));
        Assert.Empty(await HistoryAsync("j|old|"));
        Assert.NotNull(await Workflows.GetAsync("live", default));
        Assert.NotNull(await Workflows.GetAsync("new", default));
        Assert.Single(await HistoryAsync("j|new|"));
        await StartAsync("short", "", "old");
        await OutputAsync("old");
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
