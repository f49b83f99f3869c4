using System.Diagnostics;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using LearnCoin.Local.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Contracts.Workflows;

/// <summary>Hosts, a clock and waiting for the suites of <see cref="IWorkflows"/>.</summary>
public abstract class WorkflowsContract(TestTables store) : IAsyncLifetime
{
    protected const string Id = "bat_1";

    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    protected static readonly RetryPolicy Thrice = new(3, Second, TimeSpan.FromMinutes(1));

    protected ITables Tables => store.Tables;

    internal ManualTime Time { get; } = new();

    /// <summary>Activities that ran, in order: "name input".</summary>
    protected Trace Ran { get; } = new();

    protected WorkflowCatalog Catalog { get; set; } = new();

    protected JournalWorkflows Workflows { get; set; } = null!;

    public virtual Task InitializeAsync()
    {
        Workflows = Create(Catalog);
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        await Workflows.DisposeAsync();
        store.Dispose();
    }

    protected JournalWorkflows Create(WorkflowCatalog catalog, ITables? tables = null) =>
        new(tables ?? Tables, catalog, Time, SystemEntropy.Instance, NullLogger<JournalWorkflows>.Instance, new JournalOptions());

    /// <summary>An activity that notes its run and answers "name(input)".</summary>
    protected void AddActivity(string name, Func<string, Task>? work = null) => Catalog.Add(name, (ActivityBody)(async (input, _) =>
    {
        Ran.Add($"{name} {input}");
        await (work?.Invoke(input) ?? Task.CompletedTask);
        return $"{name}({input})";
    }));

    protected void AddWorkflow(string name, Func<IWorkflowContext, string, Task<string>> body) => Catalog.Add(name, new WorkflowBody(body));

    protected async Task HostAsync() => await Workflows.StartAsync(default);

    protected async Task StartAsync(string workflow, string input = "", string id = Id) =>
        Assert.True(await Workflows.StartAsync(workflow, id, input, default));

    protected Task RaiseAsync(string name, string payload = "", string id = Id) => Workflows.RaiseEventAsync(id, name, payload, default).AsTask();

    protected async Task<WorkflowStatus> EndAsync(string id = Id)
    {
        WorkflowStatus? status = null;
        await UntilAsync(async () => (status = await Workflows.GetAsync(id, default)) is { State: not WorkflowState.Running });
        return status!;
    }

    protected async Task<string?> OutputAsync(string id = Id)
    {
        var status = await EndAsync(id);
        Assert.Equal((WorkflowState.Completed, null), (status.State, status.Failure));
        return status.Output;
    }

    /// <summary>Ends the host as a crash would and starts another over the same store, as if the dead one's lease had lapsed.</summary>
    protected async Task CrashAndRestartAsync(WorkflowCatalog? catalog = null)
    {
        await Workflows.KillAsync();
        await Tables.WriteAsync("workflows", RowChange.Delete("journal", "lease", RowChange.AnyEtag), default);
        Workflows = Create(catalog ?? Catalog);
        await HostAsync();
    }

    protected static async Task UntilAsync(Func<bool> condition) => await UntilAsync(() => Task.FromResult(condition()));

    protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "did not come true within 20 s");
            await Task.Delay(2);
        }
    }

    /// <summary>Lets the clock run in small steps until something is true.</summary>
    internal async Task AdvanceUntilAsync(Func<Task<bool>> condition, TimeSpan? step = null) => await UntilAsync(async () =>
    {
        if (await condition())
        {
            return true;
        }

        Time.Advance(step ?? TimeSpan.FromMilliseconds(100));
        return false;
    });

    /// <summary>Time for something that must not happen to happen.</summary>
    protected static Task SettleAsync() => Task.Delay(60);

    protected async Task<IReadOnlyList<Row>> HistoryAsync(string prefix = "j|") =>
        (await Tables.QueryAsync("workflows", RowRange.Prefix("journal", prefix), 1000, null, default)).Rows;

    protected sealed class Trace
    {
        private readonly List<string> items = [];

        public void Add(string item)
        {
            lock (items)
            {
                items.Add(item);
            }
        }

        public string[] Items
        {
            get
            {
                lock (items)
                {
                    return [.. items];
                }
            }
        }

        public int Count(string item) => Items.Count(each => each == item);
    }
}
