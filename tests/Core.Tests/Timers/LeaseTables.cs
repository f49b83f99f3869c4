using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tests.Timers;

/// <summary>Tables whose writes wait for, or break at, what a test sets.</summary>
internal sealed class LeaseTables : ITables
{
    private readonly MemoryTables inner = new();
    private int writes;

    /// <summary>Waited for before each write; null: nothing.</summary>
    public Func<Task>? Write { get; set; }

    /// <summary>Writes begun so far.</summary>
    public int Writes => Volatile.Read(ref writes);

    public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

    public async ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writes);
        if (Write is { } write)
        {
            await write().WaitAsync(cancellationToken);
        }

        return await inner.WriteAsync(table, change, cancellationToken);
    }

    public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
        inner.TransactAsync(table, changes, cancellationToken);

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken) =>
        inner.QueryAsync(table, range, take, continuation, cancellationToken);
}
