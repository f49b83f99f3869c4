namespace LearnCoin.Core.Workflows;

/// <summary>Starts and nudges durable workflows. On Azure: the Durable Functions client; on one machine: a journal in SQLite.</summary>
public interface IWorkflows
{
    /// <summary>
    /// Starts an instance, unless one of that id is there and not finished. A finished one (completed or failed) is replaced.
    /// The start is durable when this returns.
    /// </summary>
    /// <param name="workflow">Name in the <see cref="WorkflowCatalog"/>.</param>
    /// <param name="instanceId">Our own id of the thing worked on.</param>
    /// <param name="input">Ids only: it is kept in the history.</param>
    /// <returns>False when a live instance of that id was there already.</returns>
    ValueTask<bool> StartAsync(string workflow, string instanceId, string input, CancellationToken cancellationToken);

    /// <summary>Tells a live instance of an event. An unknown or finished instance drops it.</summary>
    ValueTask RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken);

    /// <summary>How an instance stands; null when it never was.</summary>
    ValueTask<WorkflowStatus?> GetAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Forgets instances that ended before <paramref name="olderThan"/>.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> PurgeAsync(DateTimeOffset olderThan, CancellationToken cancellationToken);
}

public enum WorkflowState
{
    Running,
    Completed,
    Failed,
}

/// <param name="State">Where it stands.</param>
/// <param name="Output">What the body returned, once completed.</param>
/// <param name="Failure">Type of the exception that ended it, never its text.</param>
public sealed record WorkflowStatus(WorkflowState State, string? Output, string? Failure);
