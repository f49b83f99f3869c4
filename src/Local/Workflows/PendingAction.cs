using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>Something a body asked for and has no result of yet.</summary>
internal sealed class PendingAction(int sequence, ActionKind kind, string name) : IDisposable
{
    // Continuations run inline: completing an action runs the body up to its next await, on the thread that steps it.
    private readonly TaskCompletionSource<string?> completion = new();

    /// <summary>Order in which the body made it, from 0.</summary>
    public int Sequence { get; } = sequence;

    public ActionKind Kind { get; } = kind;

    /// <summary>Activity, event, or child's workflow and id; empty for a timer. Part of the history.</summary>
    public string Name { get; } = name;

    /// <summary>Input of an activity or a child.</summary>
    public string Input { get; init; } = string.Empty;

    /// <summary>Of an activity.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Once;

    /// <summary>Of a child: workflow and instance id.</summary>
    public (string Workflow, string Id) Child { get; init; }

    /// <summary>When a timer, or the wait for an event, ends.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>How long that was ahead when the body asked for it: it never waits for longer, wherever the clock is set meanwhile.</summary>
    public TimeSpan Span { get; init; }

    /// <summary>Timestamp of its first arming in this process.</summary>
    public long? ArmedAt { get; set; }

    /// <summary>Set when an activity ended: its result or its failure.</summary>
    public (string? Result, string? Failure) Outcome { get; set; }

    /// <summary>Failed tries are stored and must be removed with the result.</summary>
    public bool HasStoredAttempts { get; set; }

    public ITimer? Timer { get; set; }

    public Task<string?> Task => completion.Task;

    public void Complete(JournalEntry entry)
    {
        Dispose();
        if (entry.Failure is null)
        {
            completion.SetResult(entry.Result);
        }
        else
        {
            completion.SetException(new ActivityFailedException(Name, entry.Failure));
        }
    }

    public void Dispose() => Timer?.Dispose();
}
