using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.RateLimits;

/// <summary>
/// Requests of a tenant in any sliding 60 s over all endpoints and both environments, exact across all processes on a store: one row a
/// tenant in the table <c>ratelimits</c>, changed under its ETag. Requests of a process that wait for the same row share the next write, so
/// that a tenant's parallel requests cost one write a round and not one each, and no request competes with others of its process.
/// </summary>
public sealed class TenantRateLimit(ITables tables, TimeProvider time)
{
    private const string Table = "ratelimits";
    private const string WindowRow = "window";

    private readonly Lock gate = new();

    // A tenant is in here while a round of its is under way; the list holds who waits for the next one.
    private readonly Dictionary<TenantId, List<Waiter>> queues = [];

    /// <summary>Takes a token, when there is one. A refused request takes none.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">Requests in 60 s of the tenant's plan.</param>
    /// <param name="cancellationToken">Ends the waiting; the token may be taken all the same.</param>
    public Task<RateDecision> TakeAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(limit, cancellationToken);
        lock (gate)
        {
            if (queues.TryGetValue(tenant, out var queue))
            {
                queue.Add(waiter);
                return waiter.Decision.WaitAsync(cancellationToken);
            }

            queues.Add(tenant, [waiter]);
        }

        _ = ServeAsync(tenant);
        return waiter.Decision.WaitAsync(cancellationToken);
    }

    /// <summary>What is left, without taking: for answers to authenticated requests that were refused before the limit.</summary>
    public async Task<RateDecision> PeekAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        var window = await ReadAsync(tenant, cancellationToken);
        var now = time.GetUtcNow().UtcTicks;
        window.Value.Expire(now);
        return window.Value.Decide(isAllowed: true, now, limit);
    }

    /// <summary>Rounds until nobody of the tenant waits.</summary>
    private async Task ServeAsync(TenantId tenant)
    {
        while (NextRound(tenant) is { } waiters)
        {
            try
            {
                await ServeAsync(tenant, waiters);
            }
#pragma warning disable CA1031 // Belongs to those who wait: each gets it, and the next round tries anew.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                waiters.ForEach(waiter => waiter.Fail(exception));
            }
        }
    }

    private List<Waiter>? NextRound(TenantId tenant)
    {
        lock (gate)
        {
            var waiters = queues[tenant];
            if (waiters.Count == 0)
            {
                queues.Remove(tenant);
                return null;
            }

            queues[tenant] = [];
            return waiters;
        }
    }

    private async Task ServeAsync(TenantId tenant, List<Waiter> waiters)
    {
        // Who hung up needs no token.
        waiters.RemoveAll(static waiter => waiter.HasLeft);
        while (waiters.Count > 0)
        {
            var (window, row) = await ReadAsync(tenant, CancellationToken.None);
            // After the read: a time from before it could be earlier than what another process has written since.
            var now = time.GetUtcNow().UtcTicks;
            var isChanged = window.Expire(now);
            var decisions = new RateDecision[waiters.Count];
            for (var i = 0; i < decisions.Length; i++)
            {
                var isTaken = window.TryTake(now, waiters[i].Limit);
                isChanged |= isTaken;
                decisions[i] = window.Decide(isTaken, now, waiters[i].Limit);
            }

            if (!isChanged || await WriteAsync(tenant, window, row))
            {
                for (var i = 0; i < decisions.Length; i++)
                {
                    waiters[i].Complete(decisions[i]);
                }

                return;
            }
        }
    }

    private async Task<(SlidingWindow Value, Row? Row)> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, tenant.Value, WindowRow, cancellationToken);
        return (row?.Bytes("buckets") is { } bytes ? SlidingWindow.Read(bytes) : new SlidingWindow(), row);
    }

    /// <returns>False when another process was faster.</returns>
    private async Task<bool> WriteAsync(TenantId tenant, SlidingWindow window, Row? read)
    {
        var row = new Row(tenant.Value, WindowRow).Set("buckets", window.ToBytes());
        var written = await tables.WriteAsync(Table, read is null ? RowChange.Insert(row) : RowChange.Update(row, read.Etag!), CancellationToken.None);
        return written.IsDone;
    }

    private sealed class Waiter(int limit, CancellationToken cancellationToken)
    {
        // Asynchronous: the one who serves the round must not run the handlers of those it serves.
        private readonly TaskCompletionSource<RateDecision> decision = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Limit => limit;

        public Task<RateDecision> Decision => decision.Task;

        public bool HasLeft => cancellationToken.IsCancellationRequested;

        public void Complete(RateDecision value) => decision.TrySetResult(value);

        public void Fail(Exception exception) => decision.TrySetException(exception);
    }
}
