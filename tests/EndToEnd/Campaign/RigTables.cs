using LearnCoin.Core.Storage;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>The store as one host sees it: the clock stands while it works, and for a host that died it is gone.</summary>
internal sealed class RigTables(ITables inner, VirtualTime time, CrashPoint crash) : ITables
{
    public ValueTask<Row?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
        RunAsync(table, false, () => inner.GetAsync(table, partitionKey, rowKey, cancellationToken));

    public ValueTask<WriteResult> WriteAsync(string table, RowChange change, CancellationToken cancellationToken) =>
        RunAsync(table, true, () => inner.WriteAsync(table, change, cancellationToken));

    public ValueTask<WriteResult> TransactAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
        RunAsync(table, true, () => inner.TransactAsync(table, changes, cancellationToken));

    public ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? continuation, CancellationToken cancellationToken) =>
        RunAsync(table, false, () => inner.QueryAsync(table, range, take, continuation, cancellationToken));

    private async ValueTask<T> RunAsync<T>(string table, bool writes, Func<ValueTask<T>> run)
    {
        await crash.ThawedAsync();
        using var work = time.Enter();
        crash.Before(table, writes);
        var result = await run();
        crash.After();
        return result;
    }
}

/// <summary>When a host dies: from then on every call of its store fails, so that nothing it still does can be seen. It may also be frozen for a while.</summary>
internal sealed class CrashPoint
{
    private readonly Lock gate = new();
    private int countdown = -1;
    private bool afterwards;
    private string? only;
    private bool dueAfter;
    private volatile bool dead;
    private volatile TaskCompletionSource? frozen;

    internal bool IsDead => dead;

    /// <summary>Dies at the n-th write from now.</summary>
    /// <param name="writes">n, from 1.</param>
    /// <param name="after">After it took effect; else before it.</param>
    /// <param name="table">Only writes of this table count; null: of any.</param>
    internal void Arm(int writes, bool after, string? table)
    {
        lock (gate)
        {
            (countdown, afterwards, only) = (writes, after, table);
        }
    }

    internal void Die() => dead = true;

    /// <summary>As SIGSTOP does: what it does next, it does after <see cref="Thaw"/>.</summary>
    internal void Freeze() => frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Thaw()
    {
        var ice = frozen;
        frozen = null;
        ice?.TrySetResult();
    }

    internal Task ThawedAsync() => frozen?.Task ?? Task.CompletedTask;

    internal void Before(string table, bool writes)
    {
        var now = false;
        lock (gate)
        {
            if (!dead && writes && countdown > 0 && (only is null || only == table) && --countdown == 0)
            {
                (now, dueAfter) = (!afterwards, afterwards);
            }
        }

        if (now)
        {
            Die();
        }

        Throw();
    }

    internal void After()
    {
        if (dueAfter)
        {
            Die();
        }

        Throw();
    }

    private void Throw()
    {
        if (dead)
        {
            throw new IOException("This host has died");
        }
    }
}
