using LearnCoin.Core.Storage;

namespace LearnCoin.Local.Storage;

/// <summary>
/// Empties the write-ahead log, which holds pages as they were before a value was deleted. Calls that come together share one run. When
/// another process reads for long (a backup), it goes on trying beside: nobody waits for it, and no write is held up for more than moments.
/// </summary>
public sealed class SqliteHygiene(SqliteStore store, TimeProvider time) : IStoreHygiene, IAsyncDisposable
{
    private const int TriesAtOnce = 5;
    private const int TriesBeside = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private Task<bool> running = Task.FromResult(true);
    private Task<bool>? next;
    private Task beside = Task.CompletedTask;

    public async Task<bool> ScrubAsync(CancellationToken cancellationToken)
    {
        Task<bool> mine;
        lock (gate)
        {
            // The run that is under way may have begun before the caller's delete.
            mine = next ??= RunAfterAsync(running);
        }

        var isClean = await mine.WaitAsync(cancellationToken);
        lock (gate)
        {
            if (!isClean && beside.IsCompleted && !closing.IsCancellationRequested)
            {
                beside = TryAsync(TriesBeside);
            }
        }

        return isClean;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await Task.WhenAll(beside, running, next ?? running);
        closing.Dispose();
    }

    private async Task<bool> RunAfterAsync(Task<bool> before)
    {
        await before;
        await Task.Yield();
        lock (gate)
        {
            running = next!;
            next = null;
        }

        return await TryAsync(TriesAtOnce);
    }

    private async Task<bool> TryAsync(int tries)
    {
        try
        {
            for (var i = 0; i < tries; i++)
            {
                if (await store.CheckpointAsync(closing.Token))
                {
                    return true;
                }

                await Task.Delay(Pause, time, closing.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or StoreException or ObjectDisposedException)
        {
            // The note of the erasure stays: the next sweep asks again.
            return false;
        }

        return false;
    }
}
