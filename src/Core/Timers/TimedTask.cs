namespace LearnCoin.Core.Timers;

/// <summary>Something that a timer does. Running it twice, even at once, does no harm.</summary>
/// <param name="Name">One of <see cref="TimerNames"/>.</param>
/// <param name="Period">Time between two runs.</param>
/// <param name="RunAsync">The work.</param>
public sealed record TimedTask(string Name, TimeSpan Period, Func<CancellationToken, Task> RunAsync);

/// <summary>Names of the timers; the Azure host has a timer trigger for each.</summary>
public static class TimerNames
{
    /// <summary>Starts batches that have no workflow running.</summary>
    public const string SweepBatches = "SweepBatches";

    /// <summary>Starts lanes with roots waiting, and the followers of anchors that are not confirmed.</summary>
    public const string SweepAnchors = "SweepAnchors";

    /// <summary>Reads the documents of custom DIDs again.</summary>
    public const string SweepDids = "SweepDids";

    /// <summary>Finishes erasures.</summary>
    public const string SweepErasures = "SweepErasures";

    /// <summary>Publishes events that requests left behind, and starts deliveries whose workflow has ended.</summary>
    public const string SweepOutbox = "SweepOutbox";

    /// <summary>Removes what has had its time: idempotency keys, the request log, histories of workflows. Sends messages of claim mails again that were lost.</summary>
    public const string PurgeExpired = "PurgeExpired";
}

/// <summary>A timed task failed. The message names the task and the exception's type only: exception texts may hold data.</summary>
public sealed class TimedTaskFailedException(string task, string failure) : Exception($"{task} failed: {failure}")
{
    /// <summary>Type name of the exception.</summary>
    public string Failure { get; } = failure;
}

/// <summary>The lease of a timed task ended under its work: the store did not renew it in time, or another host has it.</summary>
internal sealed class LeaseLostException() : Exception("The lease was lost");
