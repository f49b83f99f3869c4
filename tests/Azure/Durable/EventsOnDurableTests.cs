using LearnCoin.Core.Workflows;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>Events and waits of the workflow port's contract.</summary>
public sealed class EventsOnDurableTests : DurableContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task An_event_that_comes_before_the_wait_is_kept_for_it()
    {
        var release = new TaskCompletionSource();
        AddActivity("slow", _ => release.Task);
        AddWorkflow("late", async (context, input) =>
        {
            await context.CallAsync("slow", input, RetryPolicy.Once);
            return await context.WaitForEventAsync("go", Hour) ?? "timeout";
        });
        await HostAsync();
        await StartAsync("late");
        await RaiseAsync("go", "early");
        await SettleAsync();
        release.SetResult();
        Assert.Equal("early", await OutputAsync());
    }

    [Fact]
    public async Task A_wait_without_event_ends_with_null_at_its_time()
    {
        AddWorkflow("wait", async (context, _) =>
        {
            var from = context.Now;
            var taken = await context.WaitForEventAsync("go", 1.5 * Second) ?? "timeout";
            return $"{taken} {context.Now - from >= 1.5 * Second}";
        });
        await HostAsync();
        await StartAsync("wait");
        Assert.Equal("timeout True", await OutputAsync());
    }

    [Fact]
    public async Task A_wait_that_is_answered_leaves_no_timer_to_wait_for()
    {
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", Hour) ?? "timeout");
        await HostAsync();
        await StartAsync("wait");
        await RaiseAsync("go", "payload");
        Assert.Equal("payload", await OutputAsync());
    }

    [Fact]
    public async Task An_event_after_the_timeout_goes_to_the_next_wait_even_when_it_comes_before_that_one_begins()
    {
        var release = new TaskCompletionSource();
        AddActivity("slow", _ => release.Task);
        AddWorkflow("wait", async (context, _) =>
        {
            var first = await context.WaitForEventAsync("go", TimeSpan.Zero) ?? "timeout";
            await context.CallAsync("slow", "", RetryPolicy.Once);
            return $"{first} {await context.WaitForEventAsync("go", Hour)} {await context.WaitForEventAsync("go", Hour)}";
        });
        await HostAsync();
        await StartAsync("wait");
        await UntilAsync(() => Ran.Length == 1);
        await RaiseAsync("go", "second");
        await SettleAsync();
        release.SetResult();
        await RaiseAsync("go", "third");
        Assert.Equal("timeout second third", await OutputAsync());
    }

    [Fact]
    public async Task Events_are_taken_by_name_and_in_the_order_they_came()
    {
        AddWorkflow("order", async (context, _) =>
        {
            var taken = new List<string?>();
            foreach (var name in new[] { "b", "a", "a", "b", "a" })
            {
                taken.Add(await context.WaitForEventAsync(name, Hour));
            }

            return string.Join(' ', taken);
        });
        await HostAsync();
        await StartAsync("order");
        foreach (var (name, payload) in new[] { ("a", "a1"), ("a", "a2"), ("b", "b1"), ("a", "a3"), ("b", "b2") })
        {
            await RaiseAsync(name, payload);
        }

        Assert.Equal("b1 a1 a2 b2 a3", await OutputAsync());
    }

    [Fact]
    public async Task Two_waits_at_once_take_one_event_each_in_their_order()
    {
        AddWorkflow("both", async (context, _) => string.Join(' ', await Task.WhenAll(
            context.WaitForEventAsync("go", Hour), context.WaitForEventAsync("go", Hour))));
        await HostAsync();
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
            for (var i = 0; i < 40; i++)
            {
                taken.Add(await context.WaitForEventAsync("go", Hour) ?? "timeout");
            }

            return $"{taken.Distinct().Count()}";
        });
        await HostAsync();
        await StartAsync("count");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => RaiseAsync("go", $"{i}")));
        Assert.Equal("40", await OutputAsync());
    }

    [Fact]
    public async Task Events_to_unknown_and_finished_instances_are_dropped()
    {
        AddWorkflow("wait", async (context, _) => await context.WaitForEventAsync("go", 0.5 * Second) ?? "timeout");
        await HostAsync();
        await RaiseAsync("go", "before the start");
        await StartAsync("wait");
        Assert.Equal("timeout", await OutputAsync());
        await RaiseAsync("go", "after the end");
        await StartAsync("wait");
        Assert.Equal("timeout", await OutputAsync());
    }
}
