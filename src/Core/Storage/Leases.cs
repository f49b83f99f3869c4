using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Storage;

/// <summary>
/// Leases by name in the table <c>leases</c>: at most one live holder over all hosts of a store, as far as their clocks agree. A holder
/// that died is followed when its time is over. Work under a lease must bear to run twice all the same: a holder may sleep past its time.
/// </summary>
public sealed class Leases(ITables tables, TimeProvider time, IEntropy entropy)
{
    private const string Table = "leases";
    private const string Until = "until";
    private const string Partition = "leases";

    /// <returns>Null when another holds it.</returns>
    public async Task<Lease?> TryTakeAsync(string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        var known = await tables.GetAsync(Table, Partition, name, cancellationToken);
        var now = time.GetUtcNow();
        // Further ahead than any lease reaches: its holder's clock was ahead, or ours is behind. It must not stand for a day.
        if (known is not null && known.RequiredTime(Until) is var until && until > now && until <= now + (2 * duration))
        {
            return null;
        }

        // A value of its own in each row: the row that another host wrote at the same moment is not taken for ours.
        var holder = new byte[16];
        entropy.Fill(holder);
        var row = new Row(Partition, name).Set("holder", holder).Set(Until, now + duration);
        var written = await tables.WriteAsync(Table, known is null ? RowChange.Insert(row) : RowChange.Update(row, known.Etag!), cancellationToken);
        return written.IsDone ? new Lease(row, written.Etags[0]!) : null;
    }

    /// <returns>The lease as it stands from now on; null when another has taken it meanwhile.</returns>
    public async Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var row = new Row(Partition, lease.Row.RowKey).Set("holder", lease.Row.Bytes("holder")!).Set(Until, time.GetUtcNow() + duration);
        var written = await tables.WriteAsync(Table, RowChange.Update(row, lease.Etag), cancellationToken);
        return written.IsDone ? new Lease(row, written.Etags[0]!) : null;
    }

    /// <summary>Gives it back; nothing happens when another has taken it meanwhile.</summary>
    public async Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await tables.WriteAsync(Table, RowChange.Delete(Partition, lease.Row.RowKey, lease.Etag), cancellationToken);
    }
}

/// <summary>A lease that was held when it was given.</summary>
public sealed class Lease
{
    internal Lease(Row row, string etag) => (Row, Etag) = (row, etag);

    internal Row Row { get; }

    internal string Etag { get; }
}
