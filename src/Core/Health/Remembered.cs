namespace LearnCoin.Core.Health;

/// <summary>An answer that is asked for often and looked up seldom, by one at a time.</summary>
/// <param name="lifetime">How long an answer is given again.</param>
/// <param name="givesStale">Whether the last answer is given while the next one is looked up; else those who ask wait for it together.</param>
/// <param name="time">Clock; only its running time counts.</param>
/// <param name="lookUp">Never throws.</param>
internal sealed class Remembered<T>(TimeSpan lifetime, bool givesStale, TimeProvider time, Func<Task<T>> lookUp)
{
    private readonly Lock gate = new();
    private Task<T>? last;
    private Task<T>? next;
    private long lookedAt;

    public Task<T> GetAsync()
    {
        lock (gate)
        {
            if (next is { IsCompleted: true })
            {
                (last, next) = (next, null);
            }

            if (last is not null && time.GetElapsedTime(lookedAt) < lifetime)
            {
                return last;
            }

            if (next is null)
            {
                // Counted from its begin: an answer is never older than it seems.
                lookedAt = time.GetTimestamp();
                // Not under the lock: a port may do its work before its first await.
                next = Task.Run(lookUp, CancellationToken.None);
            }

            return givesStale && last is not null ? last : next;
        }
    }
}
