using LearnCoin.Core.Workflows;

namespace LearnCoin.Contracts.Workflows;

/// <summary>The wall clock is set while a workflow waits: nothing waits for longer than it asked to (reliability.md, row clock).</summary>
public abstract class ClockContract(TestTables store) : WorkflowsContract(store)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        AddWorkflow("timer", async (context, _) =>
        {
            var due = context.Now + (10 * Second);
            await context.TimerAsync(due);
            return context.Now >= due ? "in order" : "before its time";
        });
        AddWorkflow("twice", async (context, _) =>
        {
            await context.TimerAsync(context.Now + (10 * Second));
            await context.TimerAsync(context.Now + (10 * Second));
            return "done";
        });
        AddWorkflow("event", async (context, _) => await context.WaitForEventAsync("go", 10 * Second) ?? "nobody came");
        AddWorkflow("retry", async (context, input) => await context.CallAsync("flaky", input, Thrice));
        var runs = 0;
        AddActivity("flaky", _ => ++runs < 3 ? throw new IOException("once more") : Task.CompletedTask);
        await HostAsync();
    }

    [Theory]
    [InlineData("timer", "in order")]
    [InlineData("twice", "done")]
    [InlineData("event", "nobody came")]
    [InlineData("retry", "flaky()")]
    public async Task A_clock_that_is_set_back_by_a_day_holds_no_wait_up(string workflow, string output)
    {
        await StartAsync(workflow);
        await SettleAsync();
        Time.Jump(-Day);
        await CheckEndsWithinAsync(TimeSpan.FromMinutes(2), output);
    }

    [Theory]
    [InlineData("timer", "in order")]
    [InlineData("twice", "done")]
    [InlineData("event", "nobody came")]
    [InlineData("retry", "flaky()")]
    public async Task What_was_begun_while_the_clock_was_a_day_ahead_is_not_held_up_once_it_is_right(string workflow, string output)
    {
        Time.Jump(Day);
        await StartAsync(workflow);
        await SettleAsync();
        Time.Jump(-Day);
        await CheckEndsWithinAsync(TimeSpan.FromMinutes(2), output);
    }

    [Fact]
    public async Task Nor_after_a_restart()
    {
        Time.Jump(Day);
        await StartAsync("twice");
        await AdvanceUntilAsync(async () => (await HistoryAsync()).Count > 0);
        Time.Jump(-Day);
        await CrashAndRestartAsync();
        await CheckEndsWithinAsync(TimeSpan.FromMinutes(2), "done");
    }

    private async Task CheckEndsWithinAsync(TimeSpan most, string output)
    {
        var from = Time.GetTimestamp();
        await AdvanceUntilAsync(async () => Time.GetElapsedTime(from) > most || (await Workflows.GetAsync(Id, default))!.State == WorkflowState.Completed, Second);
        var status = await Workflows.GetAsync(Id, default);
        Assert.Equal((WorkflowState.Completed, output), (status!.State, status.Output));
    }
}
