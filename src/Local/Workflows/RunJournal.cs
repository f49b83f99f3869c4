using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>
/// The journal of one run of an instance, as its host writes it. Entries are inserted under their number and the header is replaced by
/// ETag: a host that was taken for dead and comes back finds its write refused instead of mixing two histories.
/// </summary>
internal sealed class RunJournal(Journal journal, InstanceHeader header)
{
    // Leaves room for the other rows of the last transaction.
    private const int RemovedWithEnd = 90;

    private int next;

    internal InstanceHeader Header { get; } = header;

    /// <summary>Reads what the run recorded so far; leftovers of earlier runs are removed.</summary>
    internal async ValueTask<(List<JournalEntry> Entries, Dictionary<int, ActivityAttempts> Attempts)> LoadAsync(CancellationToken cancellationToken)
    {
        var rows = await journal.ReadAllAsync(JournalRows.RunPrefix('j', Header.Id), cancellationToken);
        var tries = await journal.ReadAllAsync(JournalRows.RunPrefix('a', Header.Id), cancellationToken);
        await journal.RemoveAsync(rows.Concat(tries).Where(row => !IsOfThisRun(row)), cancellationToken);
        List<JournalEntry> entries = [.. rows.Where(IsOfThisRun).Select(JournalEntry.Read)];
        next = entries.Count;
        var attempts = tries.Where(IsOfThisRun).ToDictionary(
            JournalRows.NumberOf,
            row => new ActivityAttempts((int)row.RequiredInt64("count"), row.RequiredTime("due")));
        return (entries, attempts);
    }

    internal async ValueTask SaveAttemptsAsync(int sequence, ActivityAttempts attempts, CancellationToken cancellationToken)
    {
        var row = JournalRows.New(JournalRows.Attempts(Header.Id, Header.Run, sequence)).Set("count", attempts.Count).Set("due", attempts.Due);
        await journal.TransactAsync([RowChange.Upsert(row)], cancellationToken);
    }

    /// <summary>Records results, and removes in the same transaction the events and tries they used up.</summary>
    /// <exception cref="JournalConflictException">Another host has written this journal.</exception>
    internal async ValueTask AppendAsync(IReadOnlyList<JournalEntry> entries, IEnumerable<string> usedUp, CancellationToken cancellationToken)
    {
        List<RowChange> changes = [.. entries.Select((entry, i) => RowChange.Insert(entry.ToRow(Header.Id, Header.Run, next + i)))];
        changes.AddRange(usedUp.Select(JournalRows.Remove));
        if (!(await journal.TransactAsync(changes, cancellationToken)).IsDone)
        {
            throw new JournalConflictException();
        }

        next += entries.Count;
    }

    /// <summary>Records the start of a child, and starts it unless a live one is there, both or none.</summary>
    /// <exception cref="JournalConflictException">Another host has written this journal.</exception>
    internal async ValueTask AppendChildAsync(JournalEntry entry, string workflow, string id, string input, CancellationToken cancellationToken)
    {
        while (true)
        {
            List<RowChange> changes = [RowChange.Insert(entry.ToRow(Header.Id, Header.Run, next))];
            var current = await journal.ReadHeaderAsync(id, cancellationToken);
            if (current is not { State: WorkflowState.Running })
            {
                changes.AddRange(journal.StartChanges(workflow, id, input, current));
            }

            var result = await journal.TransactAsync(changes, cancellationToken);
            if (result.IsDone)
            {
                next++;
                return;
            }

            if (result.FailedIndex == 0)
            {
                throw new JournalConflictException();
            }
        }
    }

    /// <summary>Ends this run and begins the next one with an empty history; events not taken stay.</summary>
    internal async ValueTask<InstanceHeader> ContinueAsync(string input, CancellationToken cancellationToken)
    {
        var following = Header with { Input = input, Run = Header.Run + 1, StartedAt = journal.Time.GetUtcNow() };
        List<RowChange> changes = [following.ToChange()];
        for (var number = Math.Max(0, next - RemovedWithEnd); number < next; number++)
        {
            changes.Add(JournalRows.Remove(JournalRows.Entry(Header.Id, Header.Run, number)));
        }

        var result = await journal.TransactAsync(changes, cancellationToken);
        return result.IsDone ? following with { Etag = result.Etags[0] } : throw new JournalConflictException();
    }

    /// <summary>Ends the instance: from now on events to it are dropped and its id may be started again.</summary>
    internal async ValueTask FinishAsync(string? output, string? failure, CancellationToken cancellationToken)
    {
        var now = journal.Time.GetUtcNow();
        var state = failure is null ? WorkflowState.Completed : WorkflowState.Failed;
        var finished = Header with { State = state, FinishedAt = now, Output = output, Failure = failure };
        while (true)
        {
            // Live row before inbox: an event that comes after the inbox was read changes the live row's ETag.
            var live = await journal.Tables.GetAsync(JournalRows.Table, JournalRows.Partition, JournalRows.Live(Header.Id), cancellationToken);
            var untaken = await journal.ReadAllAsync(JournalRows.RunPrefix('e', Header.Id), cancellationToken);
            await journal.RemoveAsync(untaken.Skip(RemovedWithEnd), cancellationToken);
            List<RowChange> changes =
            [
                finished.ToChange(),
                RowChange.Delete(JournalRows.Partition, JournalRows.Live(Header.Id), live?.Etag ?? throw new JournalConflictException()),
                RowChange.Insert(JournalRows.New(JournalRows.Finished(now, Header.Id))),
                .. untaken.Take(RemovedWithEnd).Select(JournalRows.Remove),
            ];
            var result = await journal.TransactAsync(changes, cancellationToken);
            if (result.IsDone)
            {
                return;
            }

            if (result.FailedIndex != 1)
            {
                throw new JournalConflictException();
            }
        }
    }

    private bool IsOfThisRun(Row row) => JournalRows.RunOf(row, Header.Id) == Header.Run;
}

/// <summary>The journal is not as this host left it: another host has taken the instance over.</summary>
internal sealed class JournalConflictException() : Exception("The journal was changed by another host");
