using System.Collections.Concurrent;
using LearnCoin.Contracts;

namespace LearnCoin.Core.Tests.Timers;

/// <summary>A clock in the test's hand that tells who waits on it.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ManualTime inner = new();
    private readonly ConcurrentBag<TimeSpan> armed = [];

    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <summary>How many timers of that time have been set going so far.</summary>
    public int Armed(TimeSpan dueTime) => armed.Count(time => time == dueTime);

    public void Advance(TimeSpan by) => inner.Advance(by);

    public void Jump(TimeSpan by) => inner.Jump(by);

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = inner.CreateTimer(callback, state, dueTime, period);
        armed.Add(dueTime);
        return timer;
    }
}
