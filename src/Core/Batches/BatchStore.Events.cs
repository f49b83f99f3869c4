using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Batches;

/// <summary>Changes of batches that somebody is told of.</summary>
public sealed partial class BatchStore
{
    /// <summary>Changes the batch row under its ETag, and enters what the change means, in its transaction.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="change">Its next form; null leaves it, and tells nothing.</param>
    /// <param name="tell">The event, of the batch as it was.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public async Task<Batch> ChangeAsync(BatchId id, Func<Batch, Batch?> change, Func<Batch, DomainEvent> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(tell);
        while (true)
        {
            var current = await GetAsync(id, cancellationToken);
            if (change(current) is not { } next)
            {
                return current;
            }

            var written = await tables.TransactAsync(
                Table, [RowChange.Update(next.ToRow(), current.Etag!), .. tell(current).ToRows(id.Group)], cancellationToken);
            if (written.IsDone)
            {
                return next with { Etag = written.Etags[0] };
            }

            if (written.Outcome == WriteOutcome.AlreadyExists)
            {
                // It would be told twice: whoever changes a batch counts the turns of what can happen again.
                throw new TableConflictException(Table, written.Outcome);
            }
        }
    }

    /// <summary>Enters an event that changes nothing in the batch; entered before, it does nothing more.</summary>
    public async Task TellAsync(BatchId id, DomainEvent told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(told);
        await tables.TransactAsync(Table, told.ToRows(id.Group), cancellationToken);
    }

    /// <summary>What has happened to a batch, in order.</summary>
    public async Task<IReadOnlyList<DomainEvent>> EventsAsync(BatchId id, CancellationToken cancellationToken)
    {
        var found = new List<DomainEvent>();
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(id.Group, DomainEvent.RowPrefix + "batch."), cancellationToken))
        {
            found.Add(DomainEvent.From(row));
        }

        return [.. found.OrderBy(static told => told.Order)];
    }
}
