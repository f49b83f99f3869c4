namespace LearnCoin.Core.Workflows;

/// <summary>
/// What a workflow body may use. Bodies are deterministic: they await only tasks from here, take the time only from <see cref="Now"/>,
/// and are run again from the start over the recorded results after a crash.
/// </summary>
public interface IWorkflowContext
{
    string InstanceId { get; }

    /// <summary>Time of the step being run; the same when replayed.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Runs an activity at least once and records its result. Input and result are ids or small numbers, never a document or a name.</summary>
    /// <exception cref="ActivityFailedException">All tries of <paramref name="retry"/> failed.</exception>
    Task<string> CallAsync(string activity, string input, RetryPolicy retry);

    /// <summary>Completes at <paramref name="due"/>.</summary>
    Task TimerAsync(DateTimeOffset due);

    /// <summary>The payload of the next event of that name, or null when <paramref name="timeout"/> passed first.</summary>
    Task<string?> WaitForEventAsync(string eventName, TimeSpan timeout);

    /// <summary>Starts another workflow and does not wait for it; nothing happens when a live one of that id is there.</summary>
    Task StartChildAsync(string workflow, string instanceId, string input);

    /// <summary>
    /// Ends this run and starts the body anew with an empty history, keeping events not yet taken. The body must return right after.
    /// </summary>
    void ContinueAsNew(string input);
}

/// <param name="MaxAttempts">Tries in all; at least 1.</param>
/// <param name="FirstDelay">Wait before the second try; doubled after each, up to <paramref name="MaxDelay"/>.</param>
/// <param name="MaxDelay">Longest wait.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    /// <summary>For work that must not be lost: about seven hours of tries, after which a sweeping timer starts the workflow again.</summary>
    public static readonly RetryPolicy Patient = new(200, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));

    public static readonly RetryPolicy Once = new(1, TimeSpan.Zero, TimeSpan.Zero);
}

/// <summary>An activity failed for good. The message names the activity and the exception's type only: exception texts may hold data.</summary>
public sealed class ActivityFailedException(string activity, string failure) : Exception($"Activity {activity} failed: {failure}")
{
    public string Activity { get; } = activity;

    /// <summary>Type name of the last exception.</summary>
    public string Failure { get; } = failure;
}
