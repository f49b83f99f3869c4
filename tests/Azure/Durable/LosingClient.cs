using LearnCoin.Core.Kernel;
using LearnCoin.Core.Workflows;
using LearnCoin.Functions.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>A client whose starts are taken, or not, and never answered.</summary>
internal sealed class LosingClient(DurableTaskClient inner) : DurableTaskClient("losing"), IDisposable
{
    public bool Takes { get; init; } = true;

    /// <summary>Another one's start that comes first; as with Azure Storage, the later one is dropped and both are answered.</summary>
    public Func<Task>? Faster { get; init; }

    public int Lost { get; private set; }

    public IWorkflows Workflows()
    {
        var clients = new DurableClients();
        clients.Use(this);
        return new DurableWorkflows(clients, SystemEntropy.Instance);
    }

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        Lost++;
        if (Faster is not null)
        {
            await Faster();
            return options!.InstanceId!;
        }

        if (Takes)
        {
            await inner.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);
        }

        throw new IOException("No answer");
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        inner.GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => default;

    public void Dispose()
    {
    }
}
