using LearnCoin.Core.Storage;

namespace LearnCoin.EndToEnd.Faults;

internal sealed class FaultTables(ITables inner, FaultPoints points) : ITables
{
    public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        points.RunAsync("get " + table, () => inner.GetAsync(table, partitionKey, rowKey, cancellationToken));

    public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
        points.RunAsync("write " + table, () => inner.WriteAsync(table, change, cancellationToken));

    public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
        points.RunAsync("transact " + table, () => inner.TransactAsync(table, changes, cancellationToken));

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken) =>
        points.RunAsync("query " + table, () => inner.QueryAsync(table, range, take, continuation, cancellationToken));
}
