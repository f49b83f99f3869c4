namespace LearnCoin.Local.Workflows;

/// <summary>What a run could be told next: ended activities, due timers, children to start, events. Decides who gets what, in which order.</summary>
internal sealed class ReadyResults(WorkflowRun run, InstanceHeader header, TimeProvider time)
{
    // So many results of the greatest size fit into one transaction.
    private const int MaxBatch = 16;

    private readonly List<PendingAction> ready = [];
    private DateTimeOffset lastTime;

    /// <summary>Events not taken, in the order they came.</summary>
    internal List<InboxEvent> Inbox { private get; set; } = [];

    internal void Add(PendingAction action) => ready.Add(action);

    /// <summary>A child to start, or null.</summary>
    internal PendingAction? TakeChild()
    {
        var child = ready.Find(action => action.Kind == ActionKind.Child);
        if (child is not null)
        {
            ready.Remove(child);
        }

        return child;
    }

    /// <summary>Forgets all but ended activities: a replay finds the rest again.</summary>
    internal void KeepActivities() => ready.RemoveAll(action => action.Kind != ActionKind.Activity);

    /// <summary>The next results to record together, and the rows they use up.</summary>
    internal (List<JournalEntry> Entries, List<string> UsedUp) Take(bool withEvents)
    {
        List<JournalEntry> entries = [];
        List<string> usedUp = [];
        if (withEvents && Inbox.Count > 0)
        {
            TakeEvents(entries, usedUp);
        }

        foreach (var action in ready.Take(MaxBatch - entries.Count).ToList())
        {
            ready.Remove(action);
            entries.Add(EntryOf(action, action.Outcome.Result, action.Outcome.Failure));
            if (action.HasStoredAttempts)
            {
                usedUp.Add(JournalRows.Attempts(header.Id, header.Run, action.Sequence));
            }
        }

        return (entries, usedUp);
    }

    /// <summary>Time never goes back within a run, and a timer's step is never before its due time.</summary>
    internal JournalEntry EntryOf(PendingAction action, string? result, string? failure)
    {
        var now = time.GetUtcNow();
        lastTime = lastTime > run.Now ? lastTime : run.Now;
        lastTime = now > lastTime ? now : lastTime;
        // A wait that ended by the running clock, the wall clock having been set back.
        lastTime = action.Kind == ActionKind.Timer && action.Due > lastTime ? action.Due : lastTime;
        return new JournalEntry(action.Sequence, action.Kind, action.Name, result, failure, lastTime);
    }

    // The earliest wait of a name takes the earliest event of that name. An event that is there goes before the wait's end.
    private void TakeEvents(List<JournalEntry> entries, List<string> usedUp)
    {
        foreach (var wait in run.Pending.Values.Where(action => action.Kind == ActionKind.Event))
        {
            var index = Inbox.FindIndex(item => string.Equals(item.Name, wait.Name, StringComparison.Ordinal));
            if (index >= 0 && entries.Count < MaxBatch)
            {
                entries.Add(EntryOf(wait, Inbox[index].Payload, null));
                usedUp.Add(Inbox[index].RowKey);
                Inbox.RemoveAt(index);
                ready.Remove(wait);
            }
        }
    }
}
