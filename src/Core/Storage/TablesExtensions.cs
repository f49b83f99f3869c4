using System.Runtime.CompilerServices;

namespace LearnCoin.Core.Storage;

/// <summary>What callers do with tables again and again.</summary>
public static class TablesExtensions
{
    /// <summary>All rows of a range, page by page.</summary>
    public static async IAsyncEnumerable<Row> AllAsync(
        this ITables tables, string table, RowRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(table, range, TableLimits.MaxPageRows, continuation, cancellationToken);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>
    /// Reads a row, lets <paramref name="change"/> make its next form (null: leave it) and writes that under the ETag;
    /// when another was faster, begins again.
    /// </summary>
    /// <returns>The row as it stands now, or null when there is none and <paramref name="change"/> made none.</returns>
    public static ValueTask<Row?> ChangeAsync(
        this ITables tables, string table, string partitionKey, string rowKey, Func<Row?, Row?> change, CancellationToken cancellationToken) =>
        ChangeAsync(tables, table, partitionKey, rowKey, change, static _ => [], cancellationToken);

    /// <summary>As above; what <paramref name="beside"/> makes of the next form is written in the same transaction.</summary>
    public static async ValueTask<Row?> ChangeAsync(
        this ITables tables, string table, string partitionKey, string rowKey, Func<Row?, Row?> change, Func<Row, RowChange[]> beside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(beside);
        while (true)
        {
            var current = await tables.GetAsync(table, partitionKey, rowKey, cancellationToken);
            var next = change(current);
            if (next is null)
            {
                return current;
            }

            var write = current is null ? RowChange.Insert(next) : RowChange.Update(next, current.Etag!);
            RowChange[] more = beside(next);
            var result = more.Length == 0
                ? await tables.WriteAsync(table, write, cancellationToken)
                : await tables.TransactAsync(table, [write, .. more], cancellationToken);
            if (result.IsDone)
            {
                return next;
            }

            if (result.FailedIndex > 0)
            {
                // Not another who was faster: what is written beside it is there already.
                throw new TableConflictException(table, result.Outcome);
            }
        }
    }

    /// <summary>Deletes a range, whatever stands in it.</summary>
    public static async ValueTask DeleteAllAsync(this ITables tables, string table, RowRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        await foreach (var rows in tables.AllAsync(table, range, cancellationToken).Chunk(TableLimits.MaxTransactionRows).WithCancellation(cancellationToken))
        {
            await tables.DeleteAllAsync(table, range.PartitionKey, rows.Select(static row => row.RowKey), cancellationToken);
        }
    }

    /// <summary>Deletes rows of one partition, whatever stands in them, in as few transactions as the limits allow; those that are gone already are no fault.</summary>
    public static async ValueTask DeleteAllAsync(
        this ITables tables, string table, string partitionKey, IEnumerable<string> rowKeys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        foreach (var chunk in RowChunks.Split(rowKeys.Select(key => RowChange.Delete(partitionKey, key, RowChange.AnyEtag))))
        {
            if (chunk.Count > 1 && (await tables.TransactAsync(table, chunk, cancellationToken)).IsDone)
            {
                continue;
            }

            // One, or another has taken some of them away.
            foreach (var change in chunk)
            {
                await tables.WriteAsync(table, change, cancellationToken);
            }
        }
    }

    /// <summary>Writes rows of one partition in as few transactions as the limits allow. Not atomic as a whole.</summary>
    /// <exception cref="TableConflictException">A change met a row in another state than it needs.</exception>
    public static async ValueTask WriteAllAsync(
        this ITables tables, string table, IEnumerable<RowChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        foreach (var chunk in RowChunks.Split(changes))
        {
            var result = await tables.TransactAsync(table, chunk, cancellationToken);
            if (!result.IsDone)
            {
                throw new TableConflictException(table, result.Outcome);
            }
        }
    }
}

/// <summary>Somebody changed the rows in between: the caller's step is run again.</summary>
public sealed class TableConflictException(string table, WriteOutcome outcome) : Exception($"Write to {table} ended {outcome}");
