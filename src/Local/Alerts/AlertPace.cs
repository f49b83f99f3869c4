namespace LearnCoin.Local.Alerts;

/// <summary>A token bucket: a few at once, then one a period.</summary>
internal sealed class AlertPace(TimeProvider time, int burst, TimeSpan period)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // When the bucket would be full again; never further away than the whole bucket.
    private DateTimeOffset full = time.GetUtcNow();

    internal bool HasEnded => ended.Task.IsCompleted;

    /// <summary>Nobody waits from now on.</summary>
    internal void End() => ended.TrySetResult();

    /// <summary>Takes a token, when there is one. For one caller at a time.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wait = full - (period * (burst - 1)) - now;
        if (wait > period)
        {
            // The clock was set back.
            wait = period;
        }

        if (wait > TimeSpan.Zero && !HasEnded)
        {
            await Task.WhenAny(Task.Delay(wait, time, cancellationToken), ended.Task);
            cancellationToken.ThrowIfCancellationRequested();
        }

        now = time.GetUtcNow();
        full = (full > now && full - now <= period * burst ? full : now) + period;
    }
}
