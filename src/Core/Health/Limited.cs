namespace LearnCoin.Core.Health;

/// <summary>Ends a wait in time, also on work that does not listen to its cancellation.</summary>
internal static class Limited
{
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task<T> RunAsync<T>(TimeSpan patience, TimeProvider time, Func<CancellationToken, Task<T>> run)
    {
        using var late = new CancellationTokenSource(patience, time);
        // On the pool: an adapter may compute or block before its first await.
        var work = Task.Run(() => run(late.Token), CancellationToken.None);
        try
        {
            return await work.WaitAsync(late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // Seen to, so that its failure is nobody's unobserved exception.
            _ = work.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new TimeoutException();
        }
    }
}
