using System.Collections.Concurrent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Workflows;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Functions.Durable;
using Microsoft.DurableTask;
using RetryPolicy = LearnCoin.Core.Workflows.RetryPolicy;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>A hub that runs the test's own workflows and activities through the adapters of the Azure host.</summary>
public abstract class DurableContract : IAsyncLifetime
{
    protected const string Id = "bat_1";

    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly DurableClients clients = new();
    private readonly WorkflowCatalog catalog = new();
    private readonly ConcurrentQueue<string> ran = new();

    protected DurableContract() => Workflows = new DurableWorkflows(clients, SystemEntropy.Instance);

    public IWorkflows Workflows { get; }

    internal DurableHub Hub { get; } = new();

    /// <summary>Activities that ran, in order: "name input".</summary>
    protected string[] Ran => [.. ran];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Hub.DisposeAsync();

    /// <summary>An activity that notes its run and answers "name(input)".</summary>
    protected void AddActivity(string name, Func<string, Task>? work = null) => catalog.Add(name, (ActivityBody)(async (input, _) =>
    {
        ran.Enqueue($"{name} {input}");
        await (work?.Invoke(input) ?? Task.CompletedTask);
        return $"{name}({input})";
    }));

    protected void AddWorkflow(string name, Func<IWorkflowContext, string, Task<string>> body) => catalog.Add(name, new WorkflowBody(body));

    /// <summary>Begins to run what was added.</summary>
    protected async Task HostAsync()
    {
        await Hub.StartAsync(Register);
        clients.Use(Hub.Client);
    }

    protected async Task CrashAndRestartAsync()
    {
        await Hub.CrashAsync();
        await HostAsync();
    }

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

    protected static Task UntilAsync(Func<Task<bool>> condition) => Wait.UntilAsync("what the test waits for", TimeSpan.FromSeconds(30), condition);

    protected static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Time for something that must not happen to happen.</summary>
    protected static Task SettleAsync() => Task.Delay(300);

    private void Register(DurableTaskRegistry registry)
    {
        var runner = new ActivityRunner(catalog, clients);
        foreach (var name in catalog.Workflows.Keys.Where(static name => !name.Contains('@', StringComparison.Ordinal)))
        {
            registry.AddOrchestratorFunc<WorkflowInput, string>(name, (context, input) => Orchestration.RunAsync(catalog, name, context, input));
        }

        foreach (var name in catalog.Activities.Keys)
        {
            registry.AddActivityFunc<string, string>(name, (_, input) => runner.RunAsync(name, input, clients.Current, default));
        }

        var starts = new StartWorkflowFunction(Workflows, clients);
        registry.AddActivityFunc<string, string>(StartWorkflowFunction.Name, (_, input) => starts.RunAsync(input, clients.Current, default));
    }
}
