using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>Tables that break before or after an operation, as a process that dies does.</summary>
internal sealed class BreakingTables(ITables inner) : ITables
{
    /// <summary>Told the table; throws to die before the operation.</summary>
    public Action<string> Before { get; set; } = static _ => { };

    /// <summary>Told the table; throws to die before a write.</summary>
    public Action<string> BeforeWrite { get; set; } = static _ => { };

    /// <summary>Told the table; throws to die after a write that is durable.</summary>
    public Action<string> After { get; set; } = static _ => { };

    public async ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        Before(table);
        var row = await inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
        // Lets others in between what was read and what will be written.
        await Task.Yield();
        return row;
    }

    public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
        TransactAsync(table, [change], cancellationToken);

    public async ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        Before(table);
        BeforeWrite(table);
        var result = await inner.TransactAsync(table, changes, cancellationToken);
        After(table);
        return result;
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
    {
        Before(table);
        return inner.QueryAsync(table, range, take, continuation, cancellationToken);
    }
}
