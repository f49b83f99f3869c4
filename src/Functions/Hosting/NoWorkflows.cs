using LearnCoin.Core.Workflows;

namespace LearnCoin.Functions.Hosting;

/// <summary>On the command line there is no task hub. Nothing is lost: the service's sweeps start what a command leaves waiting.</summary>
internal sealed class NoWorkflows : IWorkflows
{
    public static readonly NoWorkflows Instance = new();

    public ValueTask<bool> StartAsync(string workflow, string instanceId, string input, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<WorkflowStatus?> GetAsync(string instanceId, CancellationToken cancellationToken) => ValueTask.FromResult<WorkflowStatus?>(null);

    public ValueTask<int> PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) => ValueTask.FromResult(0);
}
