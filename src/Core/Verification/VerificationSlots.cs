namespace LearnCoin.Core.Verification;

/// <summary>
/// Bounds what verification may take of the machine: so many compute at a time, whatever waits for a chain meanwhile leaves its place to
/// another, and so many are under way in all.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle was never asked for holds nothing to be disposed; this one lives as long as the product.
internal sealed class VerificationSlots(int computing, int underWay)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim places = new(computing);
    private int open;

    /// <summary>False when too many are under way; else <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref open) <= underWay)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref open);

    /// <summary>Runs work that computes.</summary>
    public async Task<T> ComputeAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            // On the pool: the caller's thread is not the one to compute for long.
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Gives the place of <see cref="ComputeAsync"/> back while something else is waited for.</summary>
    public async ValueTask<T> AwayAsync<T>(ValueTask<T> waited)
    {
        places.Release();
        try
        {
            return await waited;
        }
        finally
        {
            // Without a token: the place has to be there when the one around gives it back.
            await places.WaitAsync(CancellationToken.None);
        }
    }
}
