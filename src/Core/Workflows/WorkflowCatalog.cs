namespace LearnCoin.Core.Workflows;

/// <summary>Body of a workflow. Returns a short output.</summary>
public delegate Task<string> WorkflowBody(IWorkflowContext context, string input);

/// <summary>Body of an activity: the place for I/O. Runs at least once, so it must be idempotent.</summary>
public delegate Task<string> ActivityBody(string input, CancellationToken cancellationToken);

/// <summary>The workflows and activities of a host by name. Names are part of stored histories: never rename one in use.</summary>
public sealed class WorkflowCatalog
{
    private readonly Dictionary<string, WorkflowBody> workflows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityBody> activities = new(StringComparer.Ordinal);
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, WorkflowBody> Workflows => workflows;

    public IReadOnlyDictionary<string, ActivityBody> Activities => activities;

    public WorkflowCatalog Add(string name, WorkflowBody body)
    {
        workflows.Add(name, body);
        return this;
    }

    public WorkflowCatalog Add(string name, ActivityBody body)
    {
        activities.Add(name, body);
        return this;
    }

    /// <summary>
    /// Adds an activity that spends its time waiting for somebody else's machine, and bounds itself: hosts run many of them at a time, beside
    /// their places for work.
    /// </summary>
    public WorkflowCatalog AddWaiting(string name, ActivityBody body)
    {
        waiting.Add(name);
        return Add(name, body);
    }

    /// <summary>Whether an activity is one of <see cref="AddWaiting"/>.</summary>
    public bool IsWaiting(string activity) => waiting.Contains(activity);

    /// <summary>Takes over what another has, each activity in the form that <paramref name="around"/> gives it.</summary>
    public void AddAll(WorkflowCatalog other, Func<string, ActivityBody, ActivityBody> around)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(around);
        foreach (var (name, body) in other.workflows)
        {
            Add(name, body);
        }

        foreach (var (name, body) in other.activities)
        {
            _ = other.IsWaiting(name) ? AddWaiting(name, around(name, body)) : Add(name, around(name, body));
        }
    }
}
