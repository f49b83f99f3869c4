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
}
