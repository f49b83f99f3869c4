using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Local.Workflows;

/// <summary>The stored side of workflows: what any process may do (start, raise, read), over <see cref="ITables"/>.</summary>
internal sealed class Journal
{
    private readonly string writer;
    private long lastTicks;

    internal Journal(ITables tables, TimeProvider time, IEntropy entropy)
    {
        Tables = tables;
        Time = time;
        Span<byte> id = stackalloc byte[8];
        entropy.Fill(id);
        writer = Convert.ToHexStringLower(id);
    }

    internal ITables Tables { get; }

    internal TimeProvider Time { get; }

    /// <summary>Name of this process's journal, unlike any other.</summary>
    internal string Writer => writer;

    internal async ValueTask<InstanceHeader?> ReadHeaderAsync(string id, CancellationToken cancellationToken)
    {
        var row = await Tables.GetAsync(JournalRows.Table, JournalRows.Partition, JournalRows.Header(id), cancellationToken);
        return row is null ? null : InstanceHeader.Read(id, row);
    }

    /// <param name="workflow">Name of the workflow.</param>
    /// <param name="id">Instance id.</param>
    /// <param name="input">Its input.</param>
    /// <param name="wakeHost">Leave a note for the host, which is another process.</param>
    /// <param name="cancellationToken">Cancels before the start is stored.</param>
    /// <returns>False when a live instance was there.</returns>
    internal async ValueTask<bool> StartAsync(string workflow, string id, string input, bool wakeHost, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = await ReadHeaderAsync(id, cancellationToken);
            if (current is { State: WorkflowState.Running })
            {
                return false;
            }

            var changes = StartChanges(workflow, id, input, current);
            if (wakeHost)
            {
                changes.Add(WakeChange(id));
            }

            if ((await TransactAsync(changes, cancellationToken)).IsDone)
            {
                return true;
            }
        }
    }

    /// <summary>Changes that start an instance, new or in the place of a finished one.</summary>
    internal List<RowChange> StartChanges(string workflow, string id, string input, InstanceHeader? finished)
    {
        var header = new InstanceHeader(id, workflow, input, WorkflowState.Running, (finished?.Run ?? 0) + 1, Time.GetUtcNow(), Etag: finished?.Etag);
        List<RowChange> changes = [header.ToChange(), RowChange.Insert(JournalRows.New(JournalRows.Live(id)))];
        if (finished is { FinishedAt: { } finishedAt })
        {
            changes.Add(JournalRows.Remove(JournalRows.Finished(finishedAt, id)));
        }

        return changes;
    }

    /// <returns>False when no live instance of that id is there: the event is dropped.</returns>
    internal async ValueTask<bool> RaiseAsync(string id, string name, string payload, bool wakeHost, CancellationToken cancellationToken)
    {
        var item = JournalRows.New(JournalRows.Event(id, NextTicks(), writer)).Set("name", name).Set("payload", payload);

        // Touching the live row makes its ETag tell the end of the instance that an event came in between.
        List<RowChange> changes = [RowChange.Update(JournalRows.New(JournalRows.Live(id)), RowChange.AnyEtag), RowChange.Insert(item)];
        if (wakeHost)
        {
            changes.Add(WakeChange(id));
        }

        return (await TransactAsync(changes, cancellationToken)).IsDone;
    }

    /// <summary>Tells the host, another process, to look at an instance.</summary>
    internal async ValueTask WakeHostAsync(string id, CancellationToken cancellationToken) =>
        await TransactAsync([WakeChange(id)], cancellationToken);

    /// <summary>
    /// Takes the notes that other processes left. They go when they have been heeded, and only under the lease: neither a store that fails in
    /// between nor a process that slept over its lease may take one away from the host.
    /// </summary>
    /// <returns>False when the lease was lost.</returns>
    internal async ValueTask<bool> TakeWakesAsync(Lease lease, Action<string> wake, CancellationToken cancellationToken)
    {
        var rows = await ReadAllAsync(JournalRows.WakePrefix, cancellationToken);
        rows.ForEach(row => wake(row.RequiredText("instance")));
        foreach (var chunk in rows.Chunk(TableLimits.MaxTransactionRows - 1))
        {
            if (!await lease.TryWriteAsync([.. chunk.Select(JournalRows.Remove)], cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    internal async ValueTask<IReadOnlyList<string>> ReadLiveAsync(CancellationToken cancellationToken)
    {
        var rows = await ReadAllAsync(JournalRows.LivePrefix, cancellationToken);
        return [.. rows.Select(row => row.RowKey[JournalRows.LivePrefix.Length..])];
    }

    internal async ValueTask<List<InboxEvent>> ReadInboxAsync(string id, CancellationToken cancellationToken)
    {
        var prefix = JournalRows.RunPrefix('e', id);
        var rows = await ReadAllAsync(prefix, cancellationToken);
        if (rows.Count > 0 && long.TryParse(rows[^1].RowKey.AsSpan(prefix.Length, 19), out var ticks))
        {
            FloorTicks(ticks); // a clock set back must not put later events before earlier ones
        }

        return [.. rows.Select(row => new InboxEvent(row.RowKey, row.RequiredText("name"), row.RequiredText("payload")))];
    }

    internal async ValueTask<List<Row>> ReadAllAsync(string prefix, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        var range = RowRange.Prefix(JournalRows.Partition, prefix);
        string? continuation = null;
        do
        {
            var page = await Tables.QueryAsync(JournalRows.Table, range, TableLimits.MaxPageRows, continuation, cancellationToken);
            rows.AddRange(page.Rows);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return rows;
    }

    internal async ValueTask RemoveAsync(IEnumerable<Row> rows, CancellationToken cancellationToken)
    {
        foreach (var chunk in rows.Chunk(TableLimits.MaxTransactionRows))
        {
            await TransactAsync([.. chunk.Select(JournalRows.Remove)], cancellationToken);
        }
    }

    internal ValueTask<WriteResult> TransactAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
        Tables.TransactAsync(JournalRows.Table, changes, cancellationToken);

    private RowChange WakeChange(string id) => RowChange.Insert(JournalRows.New(JournalRows.Wake(NextTicks(), writer)).Set("instance", id));

    // Strictly rising within this process, so that keys keep the order of arrival and never collide.
    private long NextTicks()
    {
        while (true)
        {
            var last = Interlocked.Read(ref lastTicks);
            var next = Math.Max(last + 1, Time.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref lastTicks, next, last) == last)
            {
                return next;
            }
        }
    }

    private void FloorTicks(long ticks)
    {
        for (var last = Interlocked.Read(ref lastTicks); last < ticks; last = Interlocked.Read(ref lastTicks))
        {
            Interlocked.CompareExchange(ref lastTicks, ticks, last);
        }
    }
}
