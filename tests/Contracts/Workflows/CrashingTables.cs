using LearnCoin.Core.Storage;

namespace LearnCoin.Contracts.Workflows;

/// <summary>The tables as a process sees them that dies at its n-th write, before or after the write reached the disk.</summary>
internal sealed class CrashingTables(ITables inner, int crashAt, bool afterWrite) : ITables
{
    private readonly TaskCompletionSource crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int writes;

    public Task Crashed => crashed.Task;

    public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        CheckAlive();
        return inner.GetAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
        TransactAsync(table, [change], cancellationToken);

    public async ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        CheckAlive();

        // The lease is renewed by the clock: counting it would make the point of the crash a matter of timing.
        if (changes[0].Row.RowKey != "lease" && Interlocked.Increment(ref writes) == crashAt)
        {
            if (afterWrite)
            {
                await inner.TransactAsync(table, changes, cancellationToken);
            }

            crashed.SetResult();
            CheckAlive();
        }

        return await inner.TransactAsync(table, changes, cancellationToken);
    }

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken)
    {
        CheckAlive();
        return inner.QueryAsync(table, range, take, continuation, cancellationToken);
    }

    private void CheckAlive()
    {
        if (crashed.Task.IsCompleted)
        {
            throw new IOException("The process is dead");
        }
    }
}
