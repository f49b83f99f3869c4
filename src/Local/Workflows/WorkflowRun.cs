using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>
/// A body in memory: the context it talks to, and its stepping. The body runs only inside <see cref="Begin"/> and <see cref="Apply"/>,
/// on the caller's thread, up to its next await of an unfinished action; live steps and replayed ones are the same code.
/// </summary>
internal sealed class WorkflowRun(InstanceHeader header) : IWorkflowContext, IDisposable
{
    private readonly SortedDictionary<int, PendingAction> pending = [];
    private readonly List<PendingAction> scheduled = [];
    private int nextSequence;
    private int steppingThread;

    public string InstanceId => header.Id;

    public DateTimeOffset Now { get; private set; } = header.StartedAt;

    /// <summary>The body's task.</summary>
    public Task<string> Body { get; private set; } = Task.FromException<string>(new InvalidOperationException("Not begun"));

    /// <summary>Input of the next run, when the body asked for one.</summary>
    public string? NextInput { get; private set; }

    /// <summary>Actions without a result, in the order they were made.</summary>
    public IReadOnlyDictionary<int, PendingAction> Pending => pending;

    /// <summary>Runs the body to its first await.</summary>
    public void Begin(WorkflowBody body) => Step(() =>
    {
        try
        {
            Body = body(this, header.Input);
        }
        catch (Exception exception)
        {
            // A body that is no async method throws here.
            Body = Task.FromException<string>(exception);
        }
    });

    /// <summary>Gives the body a recorded result and runs it to its next await.</summary>
    /// <exception cref="NondeterministicWorkflowException">The body did not ask for what is recorded.</exception>
    public void Apply(JournalEntry entry)
    {
        if (!pending.Remove(entry.Sequence, out var action) || action.Kind != entry.Kind || !string.Equals(action.Name, entry.Name, StringComparison.Ordinal))
        {
            throw new NondeterministicWorkflowException();
        }

        Now = entry.Time;
        Step(() => action.Complete(entry));
    }

    /// <summary>Actions made since the last call that still have no result, in order.</summary>
    public IReadOnlyList<PendingAction> TakeScheduled()
    {
        PendingAction[] taken = [.. scheduled.Where(action => pending.ContainsKey(action.Sequence))];
        scheduled.Clear();
        return taken;
    }

    public Task<string> CallAsync(string activity, string input, RetryPolicy retry) =>
        Schedule(new PendingAction(nextSequence, ActionKind.Activity, activity) { Input = input, Retry = retry })!;

    public Task TimerAsync(DateTimeOffset due) =>
        Schedule(new PendingAction(nextSequence, ActionKind.Timer, string.Empty) { Due = due, Span = due > Now ? due - Now : TimeSpan.Zero });

    public Task<string?> WaitForEventAsync(string eventName, TimeSpan timeout) =>
        Schedule(new PendingAction(nextSequence, ActionKind.Event, eventName) { Due = Later(timeout), Span = timeout });

    public Task StartChildAsync(string workflow, string instanceId, string input)
    {
        JournalWorkflows.CheckId(instanceId);
        return Schedule(new PendingAction(nextSequence, ActionKind.Child, $"{workflow} {instanceId}") { Input = input, Child = (workflow, instanceId) });
    }

    public void ContinueAsNew(string input)
    {
        CheckThread();
        NextInput = input;
    }

    public void Dispose()
    {
        foreach (var action in pending.Values)
        {
            action.Dispose();
        }
    }

    private DateTimeOffset Later(TimeSpan timeout) => timeout > DateTimeOffset.MaxValue - Now ? DateTimeOffset.MaxValue : Now + timeout;

    private Task<string?> Schedule(PendingAction action)
    {
        CheckThread();
        nextSequence++;
        pending.Add(action.Sequence, action);
        scheduled.Add(action);
        return action.Task;
    }

    private void Step(Action step)
    {
        steppingThread = Environment.CurrentManagedThreadId;
        try
        {
            step();
        }
        finally
        {
            steppingThread = 0;
        }
    }

    // A body that awaited something else goes on at a time of its own choosing, which no replay could repeat.
    private void CheckThread()
    {
        if (steppingThread != Environment.CurrentManagedThreadId)
        {
            throw new NondeterministicWorkflowException();
        }
    }
}

/// <summary>A body did something else than its history says, or awaited something that is not of its context: a bug in the body.</summary>
public sealed class NondeterministicWorkflowException() : InvalidOperationException("The workflow body is not deterministic");
