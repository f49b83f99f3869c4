using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Batches;

/// <summary>Lists of a tenant's batches.</summary>
public sealed partial class BatchStore
{
    /// <summary>
    /// A page of a tenant's batches, newest first. At most <see cref="MostLooked"/> are looked at, so that one request costs the same
    /// however few match: a page may be short, or empty, and still have a next one.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="environment">Test or live.</param>
    /// <param name="status">Only these; null: all.</param>
    /// <param name="limit">Most batches in the page.</param>
    /// <param name="cursor">The <c>Next</c> of the page before; null: from the newest.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns><c>Next</c> is the last id that was looked at; null when there is nothing after it.</returns>
    public async Task<(IReadOnlyList<Batch> Batches, BatchId? Next)> ListAsync(
        TenantId tenant, TenantEnvironment environment, BatchStatus? status, int limit, BatchId? cursor, CancellationToken cancellationToken)
    {
        var (ids, isAll) = await ListedAsync(ListPartition(tenant, environment), cursor, status is null ? limit : MostLooked, cancellationToken);
        var found = new List<Batch>(limit);
        // The rows lie in as many partitions: read side by side, but not many more than the page needs.
        foreach (var ahead in ids.Chunk(limit))
        {
            var batches = await Task.WhenAll(ahead.Select(id => FindAsync(id, cancellationToken).AsTask()));
            for (var i = 0; i < ahead.Length; i++)
            {
                if (batches[i] is { } batch && (status is null || batch.Status == status))
                {
                    found.Add(batch);
                }

                if (found.Count == limit)
                {
                    return (found, isAll && ahead[i] == ids[^1] ? null : ahead[i]);
                }
            }
        }

        return (found, isAll ? null : ids[^1]);
    }

    /// <summary>Ids after the cursor, newest first, and whether there are no more.</summary>
    private async Task<(List<BatchId> Ids, bool IsAll)> ListedAsync(string partition, BatchId? cursor, int most, CancellationToken cancellationToken)
    {
        // '~' follows every character of a key: the range begins after the cursor's own row.
        var range = new RowRange(partition, cursor is null ? null : NewestFirst.Of(cursor.Value) + '~');
        var ids = new List<BatchId>(most);
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(ListTable, range, most + 1 - ids.Count, continuation, cancellationToken);
            ids.AddRange(page.Rows.Select(static row => new BatchId(row.RequiredText("id"))));
            continuation = page.Continuation;
        }
        while (continuation is not null && ids.Count <= most);

        if (ids.Count <= most)
        {
            return (ids, true);
        }

        ids.RemoveAt(most);
        return (ids, false);
    }
}
