using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Contracts.Workflows;

/// <summary>A workflow that uses everything, killed at every write: always the same end.</summary>
public abstract class CrashContract(TestTables store) : WorkflowsContract(store)
{
    private const string Expected = "signed:x tree:x event:anchored late:timeout failed:gone run:2";

    // Effects keyed by what they are for, as idempotent activities write them.
    private readonly HashSet<string> effects = [];
    private bool twice;
    private int flaky;

    [Fact]
    public async Task A_workflow_that_uses_everything_ends_as_expected_without_a_crash()
    {
        Catalog = Everything();
        Workflows = Create(Catalog);
        await HostAsync();
        await DriveAsync(new TaskCompletionSource().Task);
        await CheckAsync();
    }

    [Fact]
    public async Task Activities_that_all_run_twice_change_nothing()
    {
        twice = true;
        Catalog = Everything();
        Workflows = Create(Catalog);
        await HostAsync();
        await DriveAsync(new TaskCompletionSource().Task);
        await CheckAsync();
        Assert.All(Ran.Items.GroupBy(item => item).Where(group => !group.Key.StartsWith("flaky", StringComparison.Ordinal)), group => Assert.Equal(2, group.Count()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_write_leads_to_the_same_end(bool afterWrite)
    {
        var crashes = 0;
        for (var at = 1; ; at++)
        {
            await ClearAsync();
            if (!await RunWithCrashesAsync(() => (at, afterWrite), maxCrashes: 1))
            {
                break; // the run was over before the crash: every point has had its turn
            }

            crashes++;
        }

        Assert.InRange(crashes, 14, 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Crash_after_crash_leads_to_the_same_end(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 4; round++)
        {
            await ClearAsync();
            await RunWithCrashesAsync(() => (random.Next(1, 8), random.Next(2) == 0), maxCrashes: 12);
        }
    }

    /// <returns>True when there was a crash.</returns>
    private async Task<bool> RunWithCrashesAsync(Func<(int At, bool After)> next, int maxCrashes)
    {
        flaky = 0;
        effects.Clear();
        var crashes = 0;
        while (true)
        {
            Catalog = Everything();
            var (at, after) = crashes < maxCrashes ? next() : (int.MaxValue, false);
            var process = new CrashingTables(Tables, at, after);
            Workflows = Create(Catalog, process);
            await HostAsync();
            await DriveAsync(process.Crashed);
            if (!process.Crashed.IsCompleted)
            {
                await CheckAsync();
                await Workflows.StopAsync(default);
                return crashes > 0;
            }

            crashes++;
            await Workflows.KillAsync();
            await Tables.WriteAsync("workflows", RowChange.Delete("journal", "lease", RowChange.AnyEtag), default);
        }
    }

    // What the outside does: start until it is taken, say "anchored" until it was heard, let the time pass.
    private async Task DriveAsync(Task crashed)
    {
        var raised = false;
        await UntilAsync(async () =>
        {
            if (crashed.IsCompleted)
            {
                return true;
            }

            try
            {
                if (await Workflows.GetAsync(Id, default) is null)
                {
                    await Workflows.StartAsync("everything", Id, "x", default);
                }

                if (!raised && (await HistoryAsync()).Any(row => row.Text("name") == "tree"))
                {
                    await RaiseAsync("anchored", "anchored");
                    raised = true;
                }

                if ((await Workflows.GetAsync(Id, default))!.State != WorkflowState.Running && await Workflows.GetAsync("dlv_x", default) is { State: not WorkflowState.Running })
                {
                    return true;
                }
            }
            catch (IOException)
            {
                return crashed.IsCompleted;
            }

            Time.Advance(TimeSpan.FromMilliseconds(250));
            return false;
        });
    }

    private async Task CheckAsync()
    {
        Assert.Equal(Expected, (await Workflows.GetAsync(Id, default))!.Output);
        Assert.Equal("sent:x", (await Workflows.GetAsync("dlv_x", default))!.Output);
        Assert.Equal(["gone x", "send x", "sign x", "tree x"], effects.Order(StringComparer.Ordinal));
        Assert.Empty(await HistoryAsync("l|"));
        Assert.Empty(await HistoryAsync("e|"));
        Assert.Equal(2, (await HistoryAsync("f|")).Count);
    }

    private async Task ClearAsync()
    {
        foreach (var row in await HistoryAsync(""))
        {
            await Tables.WriteAsync("workflows", RowChange.Delete("journal", row.RowKey, RowChange.AnyEtag), default);
        }
    }

    private WorkflowCatalog Everything()
    {
        return new WorkflowCatalog().Add("everything", BodyAsync).Add("deliver", DeliverAsync)
            .Add("sign", Activity("sign", input => $"signed:{input}"))
            .Add("tree", Activity("tree", input => $"tree:{input}"))
            .Add("send", Activity("send", input => $"sent:{input}"))
            .Add("flaky", Activity("flaky", input => ++flaky % 3 != 0 ? throw new TimeoutException() : input))
            .Add("gone", Activity("gone", _ => throw new InvalidDataException()));
    }

    private ActivityBody Activity(string name, Func<string, string> work) => async (input, _) =>
    {
        await Task.Yield();
        lock (effects)
        {
            for (var i = 0; i < (twice ? 2 : 1); i++)
            {
                Ran.Add($"{name} {input}");
                if (name != "flaky")
                {
                    effects.Add($"{name} {input}");
                }
            }

            return work(input);
        }
    };

    private static async Task<string> BodyAsync(IWorkflowContext context, string input)
    {
        if (input.Contains(' ', StringComparison.Ordinal))
        {
            await context.TimerAsync(context.Now + Second);
            return $"{input} run:2";
        }

        var pair = await Task.WhenAll(context.CallAsync("sign", input, Thrice), context.CallAsync("tree", input, Thrice));
        var told = await context.WaitForEventAsync("anchored", TimeSpan.FromHours(1));
        var late = await context.WaitForEventAsync("never", Second) ?? "timeout";
        await context.CallAsync("flaky", input, new RetryPolicy(100, Second, 2 * Second));
        var failed = "";
        try
        {
            await context.CallAsync("gone", input, RetryPolicy.Once);
        }
        catch (ActivityFailedException)
        {
            failed = "gone";
        }

        await context.StartChildAsync("deliver", "dlv_x", input);
        context.ContinueAsNew($"{pair[0]} {pair[1]} event:{told} late:{late} failed:{failed}");
        return "";
    }

    private static Task<string> DeliverAsync(IWorkflowContext context, string input) => context.CallAsync("send", input, Thrice);
}
