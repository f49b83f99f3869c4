using LearnCoin.Core.Workflows;

namespace LearnCoin.Contracts.Workflows;

/// <summary>What survives the end of a host.</summary>
public abstract class RecoveryContract(TestTables store) : WorkflowsContract(store)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await HostAsync();
    }

    [Fact]
    public async Task After_a_crash_recorded_activities_are_not_run_again_and_the_rest_is()
    {
        var hang = new TaskCompletionSource();
        AddActivity("first");
        AddActivity("second", _ => hang.Task);
        AddWorkflow("two", async (context, input) =>
            $"{await context.CallAsync("first", input, RetryPolicy.Once)} {await context.CallAsync("second", input, RetryPolicy.Once)}");
        await StartAsync("two", "x");
        await UntilAsync(() => Ran.Count("second x") == 1);
        await CrashAndRestartAsync();
        await UntilAsync(() => Ran.Count("second x") == 2);
        hang.SetResult();
        Assert.Equal("first(x) second(x)", await OutputAsync());
        Assert.Equal(1, Ran.Count("first x"));
    }

    [Fact]
    public async Task Timers_and_waits_go_on_after_a_crash()
    {
        AddWorkflow("both", async (context, _) =>
        {
            await context.TimerAsync(context.Now + TimeSpan.FromSeconds(10));
            var first = context.Now;
            var answer = await context.WaitForEventAsync("go", TimeSpan.FromSeconds(10)) ?? "timeout";
            return $"{answer} {(context.Now - first).TotalSeconds >= 10}";
        });
        await StartAsync("both", "", "a");
        await StartAsync("both", "", "b");
        Time.Advance(TimeSpan.FromSeconds(6));
        await CrashAndRestartAsync();
        await SettleAsync();
        Assert.Empty(await HistoryAsync());
        await AdvanceUntilAsync(async () => (await HistoryAsync()).Count == 2, TimeSpan.FromSeconds(0.5));
        await CrashAndRestartAsync();
        await RaiseAsync("go", "event", "a");
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync("b", default))!.State != WorkflowState.Running);
        Assert.Equal("event False", await OutputAsync("a"));
        Assert.Equal("timeout True", await OutputAsync("b"));
    }

    [Fact]
    public async Task An_event_raised_while_no_host_runs_is_there_at_the_restart()
    {
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromHours(1)) ?? "timeout");
        await StartAsync("wait");
        await Workflows.KillAsync();
        await RaiseAsync("go", "1");
        await StartAsync("wait", "", "other");
        await CrashAndRestartAsync();
        Assert.Equal("1", await OutputAsync());
        await RaiseAsync("go", "2", "other");
        Assert.Equal("2", await OutputAsync("other"));
    }

    [Fact]
    public async Task A_restart_neither_forgets_failed_tries_nor_hurries_the_next()
    {
        AddActivity("broken", _ => throw new TimeoutException());
        AddWorkflow("retry", (context, input) => context.CallAsync("broken", input, new RetryPolicy(3, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1))));
        await StartAsync("retry", "x");
        await UntilAsync(async () => (await HistoryAsync("a|")).Count == 1);
        await CrashAndRestartAsync();
        await SettleAsync();
        Assert.Equal(1, Ran.Count("broken x"));
        await AdvanceUntilAsync(() => Task.FromResult(Ran.Count("broken x") == 2), Second);
        await UntilAsync(async () => (await HistoryAsync("a|"))[0].Int64("count") == 2);
        await CrashAndRestartAsync();
        await AdvanceUntilAsync(async () => (await Workflows.GetAsync(Id, default))!.State != WorkflowState.Running, Second);
        Assert.Equal("ActivityFailedException", (await EndAsync()).Failure);
        Assert.Equal(3, Ran.Count("broken x"));
        Assert.Empty(await HistoryAsync("a|"));
    }

    [Fact]
    public async Task Parallel_branches_are_replayed_in_the_order_they_ended()
    {
        var gates = new Dictionary<string, TaskCompletionSource> { ["a"] = new(), ["b"] = new() };
        AddActivity("open", input => gates[input].Task);
        AddActivity("then");
        AddWorkflow("race", async (context, _) =>
        {
            async Task<string> Branch(string name)
            {
                await context.CallAsync("open", name, RetryPolicy.Once);
                return await context.CallAsync("then", name, RetryPolicy.Once);
            }

            var results = await Task.WhenAll(Branch("a"), Branch("b"));
            return string.Join(' ', results) + await context.WaitForEventAsync("go", TimeSpan.FromHours(1));
        });
        await StartAsync("race");
        gates["b"].SetResult();
        await UntilAsync(async () => (await HistoryAsync()).Count == 2);
        gates["a"].SetResult();
        await UntilAsync(async () => (await HistoryAsync()).Count == 4);
        await CrashAndRestartAsync();
        await RaiseAsync("go", "!");
        Assert.Equal("then(a) then(b)!", await OutputAsync());
        Assert.Equal(4, Ran.Items.Length);
    }

    [Fact]
    public async Task A_body_that_no_longer_follows_its_history_fails_clearly()
    {
        AddActivity("old");
        AddWorkflow("changed", async (context, input) =>
            await context.CallAsync("old", input, RetryPolicy.Once) + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await StartAsync("changed");
        await UntilAsync(async () => (await HistoryAsync()).Count == 1);
        Catalog = new WorkflowCatalog();
        AddActivity("new");
        AddWorkflow("changed", (context, input) => context.CallAsync("new", input, RetryPolicy.Once));
        await CrashAndRestartAsync();
        Assert.Equal(new WorkflowStatus(WorkflowState.Failed, null, "NondeterministicWorkflowException"), await EndAsync());
        Assert.DoesNotContain("new ", Ran.Items);
    }

    [Fact]
    public async Task An_instance_of_an_unknown_workflow_is_left_until_a_version_knows_it()
    {
        AddWorkflow("future", async (context, _) => await context.WaitForEventAsync("go", TimeSpan.FromHours(1)) ?? "timeout");
        await StartAsync("future");
        var (with, without) = (Catalog, new WorkflowCatalog());
        await CrashAndRestartAsync(without);
        await RaiseAsync("go", "1");
        await SettleAsync();
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync(Id, default))!.State);
        await CrashAndRestartAsync(with);
        Assert.Equal("1", await OutputAsync());
    }

    [Fact]
    public async Task A_graceful_stop_keeps_the_result_of_a_running_activity_and_begins_nothing_new()
    {
        var release = new TaskCompletionSource();
        AddActivity("slow", _ => release.Task);
        AddActivity("next");
        AddWorkflow("two", async (context, input) => await context.CallAsync("next", await context.CallAsync("slow", input, RetryPolicy.Once), RetryPolicy.Once));
        await StartAsync("two", "x");
        await UntilAsync(() => Ran.Items.Length == 1);
        var stop = Workflows.StopAsync(default);
        await SettleAsync();
        Assert.False(stop.IsCompleted);
        release.SetResult();
        await stop;
        Assert.Equal(["slow x"], Ran.Items);
        Workflows = Create(Catalog);
        await HostAsync(); // the lease was given back: no waiting
        Assert.Equal("next(slow(x))", await OutputAsync());
        Assert.Equal(["slow x", "next slow(x)"], Ran.Items);
    }

    [Fact]
    public async Task A_stop_waits_for_no_activity_beyond_its_deadline()
    {
        var cancelled = new TaskCompletionSource();
        Catalog.Add("stuck", (ActivityBody)(async (_, token) =>
        {
            Ran.Add("stuck");
            await using var registration = token.Register(() => cancelled.TrySetResult());
            await Task.Delay(Timeout.Infinite, token);
            return "";
        }));
        AddWorkflow("one", (context, input) => context.CallAsync("stuck", input, RetryPolicy.Patient));
        await StartAsync("one");
        await UntilAsync(() => Ran.Items.Length == 1);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Workflows.StopAsync(deadline.Token).WaitAsync(TimeSpan.FromSeconds(10));
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(await HistoryAsync("a|")); // being stopped is no failed try
        Workflows = Create(Catalog);
        await HostAsync();
        await UntilAsync(() => Ran.Items.Length == 2);
    }

    [Fact]
    public async Task A_thousand_waiting_instances_come_back()
    {
        AddWorkflow("wait", async (context, input) => input + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => StartAsync("wait", $"{i}", $"w{i}")));
        await CrashAndRestartAsync();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => RaiseAsync("go", "!", $"w{i}")));
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal($"{i}!", await OutputAsync($"w{i}"));
        }
    }
}
