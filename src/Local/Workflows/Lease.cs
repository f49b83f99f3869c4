using LearnCoin.Core.Storage;

namespace LearnCoin.Local.Workflows;

/// <summary>
/// The right to run the instances of a store, held by one process. A waiting process trusts no clock but its own running one: it takes
/// over when the row has not changed for the lease's duration; sooner when the row also says it has expired; at once when the holder was
/// a process of this machine that is gone. A clock that jumps therefore neither steals a lease nor keeps a dead one.
/// </summary>
internal sealed class Lease(ITables tables, TimeProvider time, JournalOptions options, string holder)
{
    private string? held;
    private long renewedAt;
    private string? seen;
    private long seenSince;

    /// <summary>True when this process holds the lease now.</summary>
    internal async ValueTask<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(JournalRows.Table, JournalRows.Partition, JournalRows.Lease, cancellationToken);
        if (row is not null && !IsDead(row))
        {
            return false;
        }

        return await WriteAsync(row is null ? RowChange.Insert(NewRow()) : RowChange.Update(NewRow(), row.Etag!), cancellationToken);
    }

    /// <summary>Renews when it is time to. False when the lease was lost.</summary>
    internal async ValueTask<bool> KeepAsync(CancellationToken cancellationToken)
    {
        return held is not null
            && (time.GetElapsedTime(renewedAt) < options.RenewInterval || await WriteAsync(RowChange.Update(NewRow(), held), cancellationToken));
    }

    /// <summary>Writes while the lease is this process's: renews it in the same transaction.</summary>
    /// <returns>False when the lease was lost, and nothing is written.</returns>
    internal async ValueTask<bool> TryWriteAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        if (held is null)
        {
            return false;
        }

        var before = time.GetTimestamp();
        var result = await tables.TransactAsync(JournalRows.Table, [.. changes, RowChange.Update(NewRow(), held)], cancellationToken);
        if (result.IsDone)
        {
            Interlocked.Exchange(ref renewedAt, before);
            Volatile.Write(ref held, result.Etags[^1]);
        }
        else if (result.FailedIndex == changes.Count)
        {
            Volatile.Write(ref held, null);
        }

        return held is not null;
    }

    /// <summary>True while nobody else can have taken the lease, whatever happened to the renewals.</summary>
    internal bool IsSafe => held is not null && time.GetElapsedTime(renewedAt) < options.LeaseDuration;

    /// <summary>
    /// True while nobody else can have taken the lease yet, even one whose clock was set forward: what is written while this holds is seen by
    /// whoever takes it next. For other threads than the one that keeps it.
    /// </summary>
    internal bool IsFresh => Volatile.Read(ref held) is not null && time.GetElapsedTime(Interlocked.Read(ref renewedAt)) < 2 * options.RenewInterval;

    /// <summary>Lets another process take over at once.</summary>
    internal async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        if (held is not null)
        {
            await tables.WriteAsync(JournalRows.Table, RowChange.Delete(JournalRows.Partition, JournalRows.Lease, held), cancellationToken);
            held = null;
        }
    }

    /// <summary>Whether any process seems to hold the lease: by the clock, which is good enough to tell, not to take over.</summary>
    internal static async ValueTask<bool> IsHeldAsync(ITables tables, TimeProvider time, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(JournalRows.Table, JournalRows.Partition, JournalRows.Lease, cancellationToken);
        return row is not null && row.RequiredTime("expires") > time.GetUtcNow() && !ProcessIdentity.IsGone(row.Text("process"));
    }

    private bool IsDead(Row row)
    {
        if (ProcessIdentity.IsGone(row.Text("process")))
        {
            return true;
        }

        if (!string.Equals(row.Etag, seen, StringComparison.Ordinal))
        {
            (seen, seenSince) = (row.Etag, time.GetTimestamp());
            return false;
        }

        var unchanged = time.GetElapsedTime(seenSince);
        return unchanged >= options.LeaseDuration || (unchanged >= 2 * options.RenewInterval && time.GetUtcNow() >= row.RequiredTime("expires"));
    }

    private async ValueTask<bool> WriteAsync(RowChange change, CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();
        var result = await tables.WriteAsync(JournalRows.Table, change, cancellationToken);
        Interlocked.Exchange(ref renewedAt, before);
        Volatile.Write(ref held, result.IsDone ? result.Etags[0] : null);
        return result.IsDone;
    }

    private Row NewRow() => JournalRows.New(JournalRows.Lease)
        .Set("holder", holder)
        .Set("process", ProcessIdentity.Own)
        .Set("expires", time.GetUtcNow() + options.LeaseDuration);
}
