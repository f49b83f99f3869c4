using System.Runtime.CompilerServices;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Audit;

/// <summary>Which calls somebody wants to see.</summary>
/// <param name="Since">Of this time or later.</param>
/// <param name="Until">Before this time.</param>
/// <param name="Limit">Page size.</param>
public sealed record RequestQuery(DateTimeOffset Since, DateTimeOffset Until, int Limit)
{
    public TenantId? Tenant { get; init; }

    /// <summary>Only calls that were answered with this status or a higher one.</summary>
    public int LeastStatus { get; init; }

    /// <summary>Where the page before ended; null: from the newest on.</summary>
    public string? Before { get; init; }

    internal bool Takes(RequestEntry entry) => (Tenant is null || entry.Tenant == Tenant) && entry.Status >= LeastStatus;
}

/// <summary>A page of calls, newest first.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Next">The next page's <see cref="RequestQuery.Before"/>; null: that was all of the range. A page may be short, or empty, and still have a next one.</param>
public sealed record RequestPage(IReadOnlyList<RequestEntry> Calls, string? Next);

/// <summary>Looking through the calls of a time. The rows have no other order than their ids', which is that of time.</summary>
public sealed partial class RequestLog
{
    // What one page may cost: rows, and partitions where there may be none.
    private const int MostRead = 10_000;
    private const int MostPartitions = 200;

    public async Task<RequestPage> SearchAsync(RequestQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (from, to) = (KeyOf(query.Since), query.Before ?? KeyOf(query.Until));
        if (!RequestPartition.TryOf(to, out var newest) || !RequestPartition.TryOf(from, out var oldest) || string.CompareOrdinal(from, to) >= 0)
        {
            return new RequestPage([], null);
        }

        var found = new List<RequestEntry>();
        var read = 0;
        for (var step = newest.Step; step >= oldest.Step; step--)
        {
            if (newest.Step - step == MostPartitions)
            {
                return new RequestPage(found, KeyOf(new RequestPartition(step + 1).Begin));
            }

            await foreach (var row in NewestFirstAsync(new RowRange(new RequestPartition(step).Key, from, to), cancellationToken))
            {
                read++;
                var entry = From(row);
                if (query.Takes(entry))
                {
                    found.Add(entry);
                }

                if (found.Count == query.Limit || read == MostRead)
                {
                    return new RequestPage(found, entry.RequestId);
                }
            }
        }

        return new RequestPage(found, null);
    }

    /// <summary>The rows of a range backwards: tables read forwards only, so what does not fit into a page is halved by its time, the later half first.</summary>
    private async IAsyncEnumerable<Row> NewestFirstAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = await tables.QueryAsync(Table, range, TableLimits.MaxPageRows, null, cancellationToken);
        if (page.Continuation is null)
        {
            foreach (var row in page.Rows.Reverse())
            {
                yield return row;
            }

            yield break;
        }

        var middle = MiddleOf(range);
        if (middle is null)
        {
            // A millisecond that fills a page.
            var rows = new List<Row>();
            await foreach (var row in tables.AllAsync(Table, range, cancellationToken))
            {
                rows.Add(row);
            }

            rows.Reverse();
            foreach (var row in rows)
            {
                yield return row;
            }

            yield break;
        }

        foreach (var half in new[] { range with { FromRowKey = middle }, range with { ToRowKey = middle } })
        {
            await foreach (var row in NewestFirstAsync(half, cancellationToken))
            {
                yield return row;
            }
        }
    }

    /// <summary>Key between the two ends within the partition; null when they are a millisecond apart.</summary>
    private static string? MiddleOf(RowRange range)
    {
        _ = RequestPartition.TryOf(RequestPartition.IdPrefix + range.PartitionKey + new string('0', Ulid.Length - range.PartitionKey.Length), out var partition);
        var (from, to) = (Later(TimeOf(range.FromRowKey!), partition.Begin), Earlier(TimeOf(range.ToRowKey!), new RequestPartition(partition.Step + 1).Begin));
        var middle = from + (to - from) / 2;
        return middle.ToUnixTimeMilliseconds() > from.ToUnixTimeMilliseconds() ? KeyOf(middle) : null;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset TimeOf(string key) => Ulid.TimeOf(key[RequestPartition.IdPrefix.Length..]);

    private static string KeyOf(DateTimeOffset time) => RequestPartition.IdPrefix + Ulid.FirstOf(time);
}
