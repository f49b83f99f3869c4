using System.Threading.Channels;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>Drives one run: replays what is recorded, then starts what the body asks for, records each result, and steps the body with it.</summary>
internal sealed class RunExecution(InstanceHost host, RunJournal journal, WorkflowRun run, Channel<PendingAction?> mailbox)
{
    // Each entry may remove one more row; a child's start takes five.
    private const int MaxBatch = 40;

    // Timers are re-armed so often: the clock may be set forward while one waits.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromHours(1);

    private readonly List<PendingAction> ready = [];
    private List<InboxEvent> inbox = [];
    private bool inboxIsStale = true;
    private int running;
    private DateTimeOffset lastTime;

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

        lastTime = run.Now;

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
        var wait = action.Due - host.Journal.Time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            mailbox.Writer.TryWrite(action);
            return;
        }

        action.Timer?.Dispose();
        var piece = wait < MaxTimer ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : MaxTimer; // timers count whole milliseconds
        action.Timer = host.Journal.Time.CreateTimer(_ => mailbox.Writer.TryWrite(action), null, piece, Timeout.InfiniteTimeSpan);
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
            else if (action.Due > host.Journal.Time.GetUtcNow())
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
            inbox = await host.Journal.ReadInboxAsync(journal.Header.Id, host.Abandon);
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
        var child = ready.Find(action => action.Kind == ActionKind.Child);
        if (child is not null)
        {
            ready.Remove(child);
            var entry = EntryOf(child, null, null);
            await journal.AppendChildAsync(entry, child.Child.Workflow, child.Child.Id, child.Input, host.Abandon);
            host.Wake(child.Child.Id);
            run.Apply(entry);
            return true;
        }

        List<JournalEntry> entries = [];
        List<string> usedUp = [];
        TakeEvents(entries, usedUp);
        TakeReady(entries, usedUp);
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

    // The earliest wait of a name takes the earliest event of that name. An event that is there goes before the wait's end.
    private void TakeEvents(List<JournalEntry> entries, List<string> usedUp)
    {
        if (inbox.Count == 0)
        {
            return;
        }

        foreach (var wait in run.Pending.Values.Where(action => action.Kind == ActionKind.Event))
        {
            var index = inbox.FindIndex(item => string.Equals(item.Name, wait.Name, StringComparison.Ordinal));
            if (index >= 0 && entries.Count < MaxBatch)
            {
                entries.Add(EntryOf(wait, inbox[index].Payload, null));
                usedUp.Add(inbox[index].RowKey);
                inbox.RemoveAt(index);
                ready.Remove(wait);
            }
        }
    }

    private void TakeReady(List<JournalEntry> entries, List<string> usedUp)
    {
        foreach (var action in ready.Take(MaxBatch - entries.Count).ToList())
        {
            ready.Remove(action);
            entries.Add(EntryOf(action, action.Outcome.Result, action.Outcome.Failure));
            if (action.HasStoredAttempts)
            {
                usedUp.Add(JournalRows.Attempts(journal.Header.Id, journal.Header.Run, action.Sequence));
            }
        }
    }

    private JournalEntry EntryOf(PendingAction action, string? result, string? failure)
    {
        // Time never goes back within a run, and a timer's step is never before its due time.
        var now = host.Journal.Time.GetUtcNow();
        lastTime = now > lastTime ? now : lastTime;
        return new JournalEntry(action.Sequence, action.Kind, action.Name, result, failure, lastTime);
    }

    // The results of activities that still end are kept for the replay; the body is not stepped any more.
    private async ValueTask DrainAsync()
    {
        while (true)
        {
            await ReadMailAsync();
            ready.RemoveAll(action => action.Kind != ActionKind.Activity);
            List<JournalEntry> entries = [];
            List<string> usedUp = [];
            TakeReady(entries, usedUp);
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
