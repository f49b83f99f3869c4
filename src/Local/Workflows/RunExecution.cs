using System.Threading.Channels;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>Drives one run: replays what is recorded, then starts what the body asks for, records each result, and steps the body with it.</summary>
internal sealed class RunExecution(InstanceHost host, RunJournal journal, WorkflowRun run, Channel<PendingAction?> mailbox)
{
    // Timers are re-armed so often: the clock may be set forward while one waits.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromHours(1);

    private readonly ReadyResults ready = new(run, journal.Header, host.Journal.Time);
    private bool inboxIsStale = true;
    private int running;

    /// <returns>True when the body ended; false when the host stops before that.</returns>
    /// <exception cref="NondeterministicWorkflowException">The body does not follow its history.</exception>
    internal async Task<bool> RunAsync(WorkflowBody body)
    {
        var (entries, attempts) = await journal.LoadAsync(host.Abandon);
        run.Begin(body);
        foreach (var entry in entries.TakeWhile(_ => !run.Body.IsCompleted))
        {
            run.Apply(entry);
        }

        // A body that awaits something foreign ends outside our steps; then it must not be waited for in vain.
        _ = run.Body.ContinueWith(_ => mailbox.Writer.TryWrite(null), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        while (!run.Body.IsCompleted)
        {
            host.Abandon.ThrowIfCancellationRequested();
            if (host.Stopping.IsCancellationRequested)
            {
                await DrainAsync();
                return false;
            }

            foreach (var action in run.TakeScheduled())
            {
                Start(action, attempts.GetValueOrDefault(action.Sequence));
            }

            await ReadMailAsync();
            if (!await RecordNextAsync())
            {
                await mailbox.Reader.WaitToReadAsync(host.Abandon);
            }
        }

        return true;
    }

    private void Start(PendingAction action, ActivityAttempts? attempts)
    {
        switch (action.Kind)
        {
            case ActionKind.Activity:
                running++;
                _ = RunActivityAsync(action, attempts);
                break;
            case ActionKind.Child:
                ready.Add(action);
                break;
            case ActionKind.Timer or ActionKind.Event:
                Arm(action);
                break;
        }
    }

    private async Task RunActivityAsync(PendingAction action, ActivityAttempts? attempts)
    {
        try
        {
            await host.Activities.RunAsync(action, attempts, journal, host.Stopping, host.Abandon);
            mailbox.Writer.TryWrite(action);
        }
        catch (Exception)
        {
            // Its tries could not be stored: the entry stays without an outcome, and the instance is loaded anew.
            action.Outcome = (null, null);
            mailbox.Writer.TryWrite(action);
        }
    }

    private void Arm(PendingAction action)
    {
        action.ArmedAt ??= host.Journal.Time.GetTimestamp();
        var wait = LeftOf(action);
        if (wait <= TimeSpan.Zero)
        {
            mailbox.Writer.TryWrite(action);
            return;
        }

        action.Timer?.Dispose();
        var piece = wait < MaxTimer ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : MaxTimer; // timers count whole milliseconds
        action.Timer = host.Journal.Time.CreateTimer(_ => mailbox.Writer.TryWrite(action), null, piece, Timeout.InfiniteTimeSpan);
    }

    /// <summary>By the wall clock, which goes on while no host runs; but a clock that was ahead and is set right again must not hold a wait up for that long.</summary>
    private TimeSpan LeftOf(PendingAction action)
    {
        var byWall = action.Due - host.Journal.Time.GetUtcNow();
        var bySpan = action.Span - (action.ArmedAt is { } at ? host.Journal.Time.GetElapsedTime(at) : TimeSpan.Zero);
        return byWall < bySpan ? byWall : bySpan;
    }

    private async ValueTask ReadMailAsync()
    {
        while (mailbox.Reader.TryRead(out var action))
        {
            if (action is null)
            {
                inboxIsStale = true;
            }
            else if (!run.Pending.TryGetValue(action.Sequence, out var current) || current != action)
            {
                // Of an earlier run, or of a wait that an event has ended.
            }
            else if (action.Kind == ActionKind.Activity)
            {
                AddEnded(action);
            }
            else if (LeftOf(action) > TimeSpan.Zero)
            {
                Arm(action);
            }
            else
            {
                ready.Add(action);
            }
        }

        if (inboxIsStale)
        {
            ready.Inbox = await host.Journal.ReadInboxAsync(journal.Header.Id, host.Abandon);
            inboxIsStale = false;
        }
    }

    private void AddEnded(PendingAction action)
    {
        running--;
        if (action.Outcome != (null, null))
        {
            ready.Add(action);
        }
        else if (!host.Stopping.IsCancellationRequested)
        {
            throw new IOException("The tries of an activity could not be stored");
        }
    }

    /// <returns>False when there was nothing to record.</returns>
    private async ValueTask<bool> RecordNextAsync()
    {
        if (ready.TakeChild() is { } child)
        {
            var entry = ready.EntryOf(child, null, null);
            await journal.AppendChildAsync(entry, child.Child.Workflow, child.Child.Id, child.Input, host.Abandon);
            await host.Wake(child.Child.Id);
            run.Apply(entry);
            return true;
        }

        var (entries, usedUp) = ready.Take(withEvents: true);
        if (entries.Count == 0)
        {
            return false;
        }

        await journal.AppendAsync(entries, usedUp, host.Abandon);
        foreach (var entry in entries.TakeWhile(_ => !run.Body.IsCompleted))
        {
            run.Apply(entry);
        }

        return true;
    }

    // The results of activities that still end are kept for the replay; the body is not stepped any more.
    private async ValueTask DrainAsync()
    {
        while (true)
        {
            await ReadMailAsync();
            ready.KeepActivities();
            var (entries, usedUp) = ready.Take(withEvents: false);
            if (entries.Count > 0)
            {
                await journal.AppendAsync(entries, usedUp, host.Abandon);
            }
            else if (running == 0)
            {
                return;
            }
            else
            {
                await mailbox.Reader.WaitToReadAsync(host.Abandon);
            }
        }
    }
}
