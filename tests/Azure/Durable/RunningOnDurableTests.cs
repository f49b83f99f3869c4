using System.Globalization;
using DurableTask.Core.History;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>The running half of the workflow port's contract, as far as a clock that cannot be moved lets it be put.</summary>
public sealed class RunningOnDurableTests : DurableContract
{
    [Fact]
    public async Task A_body_passes_results_from_activity_to_activity_and_gives_its_output()
    {
        AddActivity("sign");
        AddActivity("tree");
        AddWorkflow("issue", async (context, input) =>
            $"{context.InstanceId} {await context.CallAsync("tree", await context.CallAsync("sign", input, RetryPolicy.Once), RetryPolicy.Once)}");
        await HostAsync();
        Assert.Null(await Workflows.GetAsync(Id, default));
        await StartAsync("issue", "x");
        Assert.Equal("bat_1 tree(sign(x))", await OutputAsync());
        Assert.Equal(["sign x", "tree sign(x)"], Ran);
    }

    [Fact]
    public async Task A_failing_activity_is_tried_again_after_doubling_delays_up_to_the_longest()
    {
        var times = new List<DateTimeOffset>();
        AddActivity("flaky", _ =>
        {
            times.Add(TimeProvider.System.GetUtcNow());
            return times.Count < 5 ? throw new InvalidOperationException("a secret text") : Task.CompletedTask;
        });
        AddWorkflow("retry", (context, input) => context.CallAsync("flaky", input, new RetryPolicy(5, 0.2 * Second, 0.5 * Second)));
        await HostAsync();
        await StartAsync("retry", "x");
        Assert.Equal("flaky(x)", await OutputAsync());
        var gaps = times.Zip(times.Skip(1), (a, b) => (b - a).TotalSeconds).ToArray();
        Assert.Equal(4, gaps.Length);
        Assert.All(gaps.Zip([0.2, 0.4, 0.5, 0.5]), gap => Assert.InRange(gap.First, gap.Second - 0.02, gap.Second + 1));
    }

    [Fact]
    public async Task An_activity_that_goes_on_failing_is_tried_as_often_as_the_policy_says()
    {
        AddActivity("broken", _ => throw new TimeoutException());
        AddWorkflow("retry", (context, input) => context.CallAsync("broken", input, new RetryPolicy(4, TimeSpan.Zero, TimeSpan.Zero)));
        AddWorkflow("once", (context, input) => context.CallAsync("broken", input, RetryPolicy.Once));
        await HostAsync();
        await StartAsync("retry", "x");
        Assert.Equal("ActivityFailedException", (await EndAsync()).Failure);
        Assert.Equal(4, Ran.Length);
        await StartAsync("once", "x");
        await EndAsync();
        Assert.Equal(5, Ran.Length);
    }

    [Fact]
    public async Task A_body_sees_only_the_type_of_a_final_failure_and_may_go_on()
    {
        AddActivity("broken", _ => throw new TimeoutException("a secret text", new InvalidOperationException("another secret")));
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
        await HostAsync();
        await StartAsync("careful");
        Assert.Equal("cleanup(broken TimeoutException)", await OutputAsync());
        AssertNoSecret();
    }

    [Fact]
    public async Task A_body_that_throws_ends_as_failed_with_the_type_only_and_may_be_started_again()
    {
        AddActivity("broken", _ => throw new TimeoutException("a secret text"));
        AddWorkflow("uncaught", (context, input) => context.CallAsync("broken", input, RetryPolicy.Once));
        AddWorkflow("sync", (_, _) => throw new FormatException("a secret text"));
        AddWorkflow("async", async (context, _) =>
        {
            await context.TimerAsync(context.Now);
            throw new FormatException("a secret text", new InvalidOperationException("another secret"));
        });
        await HostAsync();
        foreach (var (workflow, failure) in new[] { ("uncaught", "ActivityFailedException"), ("sync", "FormatException"), ("async", "FormatException") })
        {
            await StartAsync(workflow, "", workflow);
            Assert.Equal(new WorkflowStatus(WorkflowState.Failed, null, failure), await EndAsync(workflow));
            await StartAsync("async", "", workflow);
            await EndAsync(workflow);
        }

        AssertNoSecret();
    }

    [Fact]
    public async Task An_activity_that_is_not_there_fails_like_any_other()
    {
        AddWorkflow("missing", (context, input) => context.CallAsync("nowhere", input, RetryPolicy.Once));
        await HostAsync();
        await StartAsync("missing");
        Assert.Equal("ActivityFailedException", (await EndAsync()).Failure);
    }

    [Fact]
    public async Task A_timer_beyond_the_storages_longest_ends_at_its_time_and_not_before()
    {
        Hub.MaximumTimer = Second;
        AddWorkflow("timer", async (context, _) =>
        {
            var from = context.Now;
            await context.TimerAsync(from + (2.5 * Second));
            return (context.Now - from).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        });
        await HostAsync();
        await StartAsync("timer");
        Assert.InRange(double.Parse((await OutputAsync())!, CultureInfo.InvariantCulture), 2.5, 10);
        Assert.Equal(3, Hub.Store.History(Id).OfType<TimerCreatedEvent>().Count());
    }

    [Fact]
    public async Task Activities_made_together_all_run()
    {
        AddActivity("part", _ => Task.Delay(20));
        AddWorkflow("fan", async (context, _) =>
            string.Join(',', await Task.WhenAll(Enumerable.Range(0, 24).Select(i => context.CallAsync("part", $"{i}", RetryPolicy.Once)))));
        await HostAsync();
        await StartAsync("fan");
        Assert.Equal(string.Join(',', Enumerable.Range(0, 24).Select(i => $"part({i})")), await OutputAsync());
    }

    [Fact]
    public async Task A_child_is_started_once_and_not_waited_for()
    {
        AddWorkflow("parent", async (context, input) =>
        {
            await context.StartChildAsync("child", "dlv_1", input);
            await context.StartChildAsync("child", "dlv_1", "again");
            return "done";
        });
        AddWorkflow("child", async (context, input) => input + await context.WaitForEventAsync("go", TimeSpan.FromHours(1)));
        await HostAsync();
        await StartAsync("parent", "x");
        Assert.Equal("done", await OutputAsync());
        Assert.Equal(WorkflowState.Running, (await Workflows.GetAsync("dlv_1", default))!.State);
        await RaiseAsync("go", "!", "dlv_1");
        Assert.Equal("x!", await OutputAsync("dlv_1"));
    }

    [Fact]
    public async Task After_a_crash_recorded_activities_are_not_run_again_and_the_lost_one_is()
    {
        var isHanging = true;
        AddActivity("first");
        AddActivity("second", _ => isHanging ? Task.Delay(Timeout.Infinite) : Task.CompletedTask);
        AddWorkflow("two", async (context, input) =>
            $"{await context.CallAsync("first", input, RetryPolicy.Once)} {await context.CallAsync("second", input, RetryPolicy.Once)}");
        await HostAsync();
        await StartAsync("two", "x");
        await UntilAsync(() => Ran.Length == 2);
        isHanging = false;
        await CrashAndRestartAsync();
        Assert.Equal("first(x) second(x)", await OutputAsync());
        Assert.Equal(["first x", "second x", "second x"], Ran);
    }

    private void AssertNoSecret()
    {
        Assert.NotEmpty(Hub.Traffic.Messages);
        Assert.DoesNotContain(Hub.Traffic.Messages.Concat(Hub.Store.Texts()), text => text.Contains("secret", StringComparison.Ordinal));
    }
}
