using System.Diagnostics;
using LearnCoin.Core.Storage;

namespace LearnCoin.Api.Tests.Host;

/// <summary>Counts the reads of each table, and breaks on demand.</summary>
public sealed class WatchedTables(ITables inner) : ITables
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> reads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> requestReads = new(StringComparer.Ordinal);

    /// <summary>Called before each operation with the table's name; may throw.</summary>
    public Action<string> Before { get; set; } = static _ => { };

    /// <summary>Called after each write that took effect; may throw, as a lost answer would.</summary>
    public Action<string> After { get; set; } = static _ => { };

    public int Reads(string table)
    {
        lock (gate)
        {
            return reads.GetValueOrDefault(table);
        }
    }

    /// <summary>The reads made while a request was answered, without those of the timers and workflows beside it.</summary>
    public int RequestReads(string table)
    {
        lock (gate)
        {
            return requestReads.GetValueOrDefault(table);
        }
    }

    public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        Count(table);
        return inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public async ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken)
    {
        Before(table);
        var result = await inner.WriteAsync(table, change, cancellationToken);
        After(table);
        return result;
    }

    public async ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        Before(table);
        var result = await inner.TransactAsync(table, changes, cancellationToken);
        After(table);
        return result;
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
    {
        Count(table);
        return inner.QueryAsync(table, range, take, continuation, cancellationToken);
    }

    private void Count(string table)
    {
        Before(table);
        lock (gate)
        {
            reads[table] = reads.GetValueOrDefault(table) + 1;
            if (IsOfRequest())
            {
                requestReads[table] = requestReads.GetValueOrDefault(table) + 1;
            }
        }
    }

    /// <summary>Work that a request started and that outlives it is not its own: the server stops the request's activity with the answer.</summary>
    private static bool IsOfRequest()
    {
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity is { OperationName: "Microsoft.AspNetCore.Hosting.HttpRequestIn", IsStopped: false })
            {
                return true;
            }
        }

        return false;
    }
}
