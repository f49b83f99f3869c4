using System.Runtime.ExceptionServices;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Workflows;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>Starts and nudges orchestrations through the client that the running trigger was given.</summary>
public sealed class DurableWorkflows(DurableClients clients, IEntropy entropy) : IWorkflows
{
    // The second look tells the outcome; more are needed only when others start and end the same instance meanwhile.
    private const int MaxLooks = 4;

    private static readonly OrchestrationRuntimeStatus[] Finished =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <remarks>
    /// Hosts differ in what they make of a live instance: some refuse, some drop the start, some replace. So it is looked for before and after,
    /// besides the states named as not to be replaced; of two starts that race the storage keeps one, and its name tells which.
    /// </remarks>
    public async ValueTask<bool> StartAsync(string workflow, string instanceId, string input, CancellationToken cancellationToken)
    {
        var given = new WorkflowInput(input, NewStart());
        ExceptionDispatchInfo? refusal = null;
        for (var looks = 1; ; looks++)
        {
            var there = await FindAsync(instanceId, cancellationToken);
            if (there?.ReadInputAs<WorkflowInput>()?.Start == given.Start)
            {
                return true;
            }

            if (there is { IsCompleted: false })
            {
                return false;
            }

            if (looks == MaxLooks)
            {
                refusal?.Throw();
                throw new InvalidOperationException("The task hub took a start and shows no instance of it");
            }

            refusal = await TryScheduleAsync(workflow, instanceId, given, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        if (!await IsLiveAsync(instanceId, cancellationToken))
        {
            return;
        }

        try
        {
            await clients.Current.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The host refuses events to instances that have ended. Anything else is the caller's.
            if (await IsLiveAsync(instanceId, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<WorkflowStatus?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        await FindAsync(instanceId, cancellationToken) is { } there
            ? there.RuntimeStatus switch
            {
                OrchestrationRuntimeStatus.Completed => new WorkflowStatus(WorkflowState.Completed, there.ReadOutputAs<string>(), null),
                OrchestrationRuntimeStatus.Failed => new WorkflowStatus(WorkflowState.Failed, null, WorkflowFaultException.TypeOf(there.FailureDetails)),
                OrchestrationRuntimeStatus.Terminated => new WorkflowStatus(WorkflowState.Failed, null, nameof(OrchestrationRuntimeStatus.Terminated)),
                _ => new WorkflowStatus(WorkflowState.Running, null, null),
            }
            : null;

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var purged = 0;
        // Durable filters by the time of the start only; what counts is the end.
        var query = new OrchestrationQuery { CreatedTo = olderThan, Statuses = Finished };
        await foreach (var found in clients.Current.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            // Looked at again: it may have been started anew since the query, and a purge takes whatever is there.
            if (found.LastUpdatedAt < olderThan
                && await FindAsync(found.InstanceId, cancellationToken) is { IsCompleted: true } still
                && still.LastUpdatedAt < olderThan)
            {
                purged += (await clients.Current.PurgeInstanceAsync(found.InstanceId, cancellation: cancellationToken)).PurgedInstanceCount;
            }
        }

        return purged;
    }

    private async Task<ExceptionDispatchInfo?> TryScheduleAsync(string workflow, string instanceId, WorkflowInput given, CancellationToken cancellationToken)
    {
        var options = new StartOrchestrationOptions(instanceId).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
        try
        {
            await clients.Current.ScheduleNewOrchestrationInstanceAsync(workflow, given, options, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Refused because one is there, or taken with the answer lost, or an outage: what is there tells.
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private async Task<bool> IsLiveAsync(string instanceId, CancellationToken cancellationToken) =>
        await clients.Current.GetInstanceAsync(instanceId, cancellationToken) is { IsCompleted: false };

    private Task<OrchestrationMetadata?> FindAsync(string instanceId, CancellationToken cancellationToken) =>
        clients.Current.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);

    private string NewStart()
    {
        Span<byte> bytes = stackalloc byte[8];
        entropy.Fill(bytes);
        return Convert.ToHexString(bytes);
    }
}
