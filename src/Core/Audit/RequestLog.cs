using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Audit;

/// <summary>
/// The calls of the API in the table <c>requestlog</c>, one row each, found by request id (<see cref="RequestPartition"/>). Kept for a
/// number of days. Who writes it must not be on a request's way: the host writes in batches.
/// </summary>
public sealed partial class RequestLog(ITables tables, TimeProvider time, TimeSpan retention)
{
    private const string Table = "requestlog";

    // Up to where the log was purged: a table has no list of its partitions.
    private const string MarkerPartition = "purged";
    private const string MarkerRow = "marker";

    // Room below the first entry for ids made by a clock that runs behind.
    private static readonly TimeSpan MarkerMargin = TimeSpan.FromDays(2);

    private bool hasMarker;

    /// <summary>Writes entries, those of one partition in transactions of 100. Writing one again changes nothing.</summary>
    public async Task WriteAsync(IReadOnlyCollection<RequestEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        await EnsureMarkerAsync(cancellationToken);
        foreach (var partition in entries.GroupBy(static entry => PartitionOf(entry.RequestId)))
        {
            var rows = partition.DistinctBy(static entry => entry.RequestId, StringComparer.Ordinal).Select(entry => RowChange.Upsert(ToRow(partition.Key, entry)));
            await tables.WriteAllAsync(Table, rows, cancellationToken);
        }
    }

    /// <summary>The call of a request id; null when it is not kept (any more), or no request id.</summary>
    public async Task<RequestEntry?> FindAsync(string requestId, CancellationToken cancellationToken) =>
        RequestPartition.TryOf(requestId, out var partition) && await tables.GetAsync(Table, partition.Key, requestId, cancellationToken) is { } row
            ? From(row)
            : null;

    /// <summary>Removes what is older than the retention: reads only partitions that have become too old since the last time.</summary>
    /// <returns>How many entries were removed.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var marker = await tables.GetAsync(Table, MarkerPartition, MarkerRow, cancellationToken);
        if (marker is null)
        {
            return 0;
        }

        var removed = 0;
        var end = RequestPartition.At(time.GetUtcNow() - retention).Step;
        for (var step = marker.RequiredInt64("step"); step < end; step++)
        {
            removed += await RemoveAsync(new RequestPartition(step).Key, cancellationToken);
            // Told one by one only where there was something: a long empty stretch costs no writes.
            if (removed > 0 || step == end - 1)
            {
                await tables.WriteAsync(Table, RowChange.Upsert(Marker(step + 1)), cancellationToken);
            }
        }

        return removed;
    }

    private async Task<int> RemoveAsync(string partition, CancellationToken cancellationToken)
    {
        var removed = 0;
        string? continuation = null;
        while (true)
        {
            var page = await tables.QueryAsync(Table, new RowRange(partition), TableLimits.MaxPageRows, continuation, cancellationToken);
            foreach (var rows in page.Rows.Chunk(TableLimits.MaxTransactionRows))
            {
                // Not done when another process was faster with one of them: the next look tells what is left.
                var written = await tables.TransactAsync(Table, [.. rows.Select(static row => RowChange.Delete(row.PartitionKey, row.RowKey, RowChange.AnyEtag))], cancellationToken);
                removed += written.IsDone ? rows.Length : 0;
            }

            if (page.Rows.Count == 0 && page.Continuation is null)
            {
                return removed;
            }

            // From the start again after removing: only an empty page leads on.
            continuation = page.Rows.Count == 0 ? page.Continuation : null;
        }
    }

    private async Task EnsureMarkerAsync(CancellationToken cancellationToken)
    {
        if (!hasMarker)
        {
            // Whether it was there already or is now: it is.
            await tables.WriteAsync(Table, RowChange.Insert(Marker(RequestPartition.At(time.GetUtcNow() - MarkerMargin).Step)), cancellationToken);
            hasMarker = true;
        }
    }

    private static string PartitionOf(string requestId) => RequestPartition.TryOf(requestId, out var partition)
        ? partition.Key
        : throw new ArgumentException("Not a request id", nameof(requestId));

    private static Row Marker(long step) => new Row(MarkerPartition, MarkerRow).Set("step", step);

    private static Row ToRow(string partition, RequestEntry entry) => new Row(partition, entry.RequestId)
        .Set("time", entry.Time)
        .Set("method", entry.Method)
        .Set("route", entry.Route)
        .Set("status", entry.Status)
        .Set("duration_ms", entry.DurationMs)
        .Set("key", entry.Key?.Value)
        .Set("tenant", entry.Tenant?.Value)
        .Set("environment", entry.Environment?.Name())
        .Set("resource", entry.Resource)
        .Set("error_code", entry.ErrorCode);

    private static RequestEntry From(Row row) => new(
        row.RowKey, row.RequiredTime("time"), row.RequiredText("method"), row.RequiredText("route"), (int)row.RequiredInt64("status"), row.RequiredInt64("duration_ms"))
    {
        Key = row.Text("key") is { } key ? new ApiKeyId(key) : null,
        Tenant = row.Text("tenant") is { } tenant ? new TenantId(tenant) : null,
        Environment = row.Text("environment") is { } environment ? TenantEnvironments.Parse(environment) : null,
        Resource = row.Text("resource"),
        ErrorCode = row.Text("error_code"),
    };
}
