using System.Diagnostics;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>
/// A clock that moves to the next timer as soon as nothing is at work: waits cost nothing, work takes as long as it takes. What works is told
/// by <see cref="Enter"/> (calls of the store and of the node); between two pieces of work a short calm tells that no other follows.
/// Due times are rounded up, so that what is due at nearly the same moment wakes together.
/// </summary>
internal sealed class VirtualTime : TimeProvider, IAsyncDisposable
{
    private const int CalmLooks = 2;
    private const int MostLooks = 20;
    private readonly Lock gate = new();
    private readonly SortedSet<Alarm> alarms = [];
    private readonly CancellationTokenSource ending = new();
    private readonly DateTimeOffset start;
    private readonly long grain;
    private readonly Task pump;
    private long elapsed;
    private long numbers;
    private long busy;
    private long version;
    private long held;

    /// <param name="start">When it begins.</param>
    /// <param name="grain">What due times are rounded up to; null: a tenth of a second.</param>
    internal VirtualTime(DateTimeOffset start, TimeSpan? grain = null)
    {
        (this.start, this.grain) = (start, (grain ?? TimeSpan.FromMilliseconds(100)).Ticks);
        pump = Task.Run(PumpAsync);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromTicks(Interlocked.Read(ref elapsed));

    public override long GetTimestamp() => Interlocked.Read(ref elapsed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state, Interlocked.Increment(ref numbers));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Begins a piece of work; the clock stands until the result is disposed.</summary>
    internal IDisposable Enter()
    {
        Interlocked.Increment(ref busy);
        Interlocked.Increment(ref version);
        return new Work(this);
    }

    /// <summary>Stops the clock for as long as the result is not disposed: for looks that must see one moment.</summary>
    internal IDisposable Hold()
    {
        Interlocked.Increment(ref held);
        return new Pause(this);
    }

    public override string ToString() => $"{Interlocked.Read(ref busy)} at work, {Interlocked.Read(ref held)} holding, {alarms.Count} timers, {Steps} steps";

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await pump;
        ending.Dispose();
    }

    /// <summary>Times the clock has moved.</summary>
    internal long Steps { get; private set; }

    private async Task PumpAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            await CalmAsync();
            foreach (var alarm in TakeDue())
            {
                alarm.Fire();
            }
        }
    }

    private async Task CalmAsync()
    {
        // On a machine that is busy with other things, work that is ready may not have had its turn yet: looks that come late ask for more of them.
        var needed = CalmLooks;
        for (var (looks, seen) = (0, -1L); looks < needed && !ending.IsCancellationRequested;)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.Delay(1);
            needed = Math.Clamp((int)Stopwatch.GetElapsedTime(began).TotalMilliseconds, needed, MostLooks);
            var now = Interlocked.Read(ref version);
            looks = Interlocked.Read(ref busy) == 0 && Interlocked.Read(ref held) == 0 && now == seen ? looks + 1 : 0;
            seen = now;
        }
    }

    private List<Alarm> TakeDue()
    {
        lock (gate)
        {
            if (alarms.Count == 0)
            {
                return [];
            }

            var due = alarms.Min!.Due;
            Steps++;
            Interlocked.Exchange(ref elapsed, Math.Max(elapsed, due));
            var firing = alarms.TakeWhile(alarm => alarm.Due == due).ToList();
            foreach (var alarm in firing)
            {
                alarms.Remove(alarm);
                alarm.Rearm();
            }

            return firing;
        }
    }

    private void Leave()
    {
        Interlocked.Increment(ref version);
        Interlocked.Decrement(ref busy);
    }

    private sealed class Work(VirtualTime time) : IDisposable
    {
        private int done;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref done, 1) == 0)
            {
                time.Leave();
            }
        }
    }

    private sealed class Pause(VirtualTime time) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref time.held);
    }

    private sealed class Alarm(VirtualTime time, TimerCallback callback, object? state, long number) : ITimer, IComparable<Alarm>
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        internal long Due { get; private set; }

        public int CompareTo(Alarm? other) => other is null ? 1 : (Due, Number: number).CompareTo((other.Due, other.Number));

        private long Number => number;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.alarms.Remove(this);
                this.period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    var due = time.elapsed + dueTime.Ticks;
                    Due = (due + time.grain - 1) / time.grain * time.grain;
                    time.alarms.Add(this);
                }
            }

            return true;
        }

        /// <summary>Only under the clock's lock.</summary>
        internal void Rearm()
        {
            if (period > TimeSpan.Zero)
            {
                Due += period.Ticks;
                time.alarms.Add(this);
            }
        }

        internal void Fire()
        {
            var work = time.Enter();
            ThreadPool.UnsafeQueueUserWorkItem(
                static alarm =>
                {
                    using (alarm.Work)
                    {
                        alarm.Callback(alarm.State);
                    }
                },
                (Callback: callback, State: state, Work: work),
                preferLocal: false);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The clock of one host: it goes with the others, and can be set.</summary>
internal sealed class HostTime(VirtualTime time) : TimeProvider
{
    private long jumped;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref jumped));

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    /// <summary>Sets the wall clock without time passing, as an operator or a time server does.</summary>
    internal void Jump(TimeSpan by) => Interlocked.Add(ref jumped, by.Ticks);
}
