using DurableTask.Core.History;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>What a run hands to the next one.</summary>
public sealed class ContinuingOnDurableTests : DurableContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Continue_as_new_empties_the_history_and_keeps_events_not_taken_in_their_order(int pause)
    {
        AddActivity("work");
        AddWorkflow("loop", async (context, input) =>
        {
            var taken = await context.WaitForEventAsync("root", Hour);
            await context.CallAsync("work", taken!, RetryPolicy.Once);
            if (taken == "4")
            {
                return input + taken;
            }

            context.ContinueAsNew(input + taken);
            return "";
        });
        await HostAsync();
        await StartAsync("loop");
        foreach (var i in Enumerable.Range(0, 5))
        {
            await RaiseAsync("root", $"{i}");
            await Task.Delay(pause);
        }

        Assert.Equal("01234", await OutputAsync());
        Assert.Equal(["work 0", "work 1", "work 2", "work 3", "work 4"], Ran);
        Assert.Single(Hub.Store.History(Id).OfType<TaskScheduledEvent>());
    }

    [Fact]
    public async Task Events_that_came_while_nobody_waited_are_there_after_continue_as_new_in_their_order()
    {
        var release = new TaskCompletionSource();
        AddActivity("slow", _ => release.Task);
        AddWorkflow("loop", async (context, input) =>
        {
            if (input == "second run")
            {
                return $"{await context.WaitForEventAsync("go", Hour)} {await context.WaitForEventAsync("go", Hour)} {await context.WaitForEventAsync("other", Hour)}";
            }

            await context.WaitForEventAsync("go", TimeSpan.Zero); // the mailbox of "go" is open from here on, that of "other" is not
            await context.CallAsync("slow", input, RetryPolicy.Once);
            context.ContinueAsNew("second run");
            return "";
        });
        await HostAsync();
        await StartAsync("loop");
        await UntilAsync(() => Ran.Length == 1);
        await RaiseAsync("go", "1");
        await RaiseAsync("other", "x");
        await RaiseAsync("go", "2");
        await SettleAsync();
        release.SetResult();
        Assert.Equal("1 2 x", await OutputAsync());
    }

    [Fact]
    public async Task Runs_that_follow_each_other_without_pause_lose_no_event()
    {
        AddWorkflow("spin", async (context, input) =>
        {
            var seen = int.Parse(input, null);
            for (var i = 0; i < 3; i++)
            {
                seen += await context.WaitForEventAsync("go", TimeSpan.FromMilliseconds(5)) is null ? 0 : 1;
            }

            if (seen == 100)
            {
                return "all";
            }

            context.ContinueAsNew($"{seen}");
            return "";
        });
        await HostAsync();
        await StartAsync("spin", "0");
        for (var i = 0; i < 100; i++)
        {
            await RaiseAsync("go", $"{i}");
        }

        Assert.Equal("all", await OutputAsync());
    }
}
