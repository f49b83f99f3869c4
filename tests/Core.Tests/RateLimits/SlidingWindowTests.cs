using FsCheck.Fluent;
using LearnCoin.Core.RateLimits;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.RateLimits;

public sealed class SlidingWindowTests
{
    private const long Minute = 60 * TimeSpan.TicksPerSecond;
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Start = 1_000_000_000 * TimeSpan.TicksPerSecond;

    [Fact]
    public void In_no_sliding_window_of_60_s_is_more_than_the_limit_accepted() => Prop.ForAll<int, uint[]>((limitSeed, steps) =>
    {
        var limit = 1 + (Math.Abs(limitSeed % 40));
        var accepted = Run(limit, Times(steps));
        return accepted.All(end => accepted.Count(time => time > end - Minute && time <= end) <= limit);
    }).Holds();

    [Fact]
    public void A_request_is_refused_only_when_the_limit_was_used_within_the_last_61_s() => Prop.ForAll<int, uint[]>((limitSeed, steps) =>
    {
        var limit = 1 + (Math.Abs(limitSeed % 40));
        var times = Times(steps);
        var accepted = Run(limit, times);
        return times.Except(accepted).All(refused => accepted.Count(time => time > refused - Minute - Second && time <= refused) >= limit);
    }).Holds();

    [Fact]
    public void What_is_written_reads_back_and_decides_the_same() => Prop.ForAll<uint[]>(steps =>
    {
        var window = new SlidingWindow();
        var last = Start;
        foreach (var time in Times(steps))
        {
            window.Expire(time);
            window.TryTake(time, 1_000);
            last = time;
        }

        var bytes = window.ToBytes();
        var copy = SlidingWindow.Read(bytes);
        return copy.Used == window.Used && bytes.Length <= 66 * 12 && copy.ToBytes().SequenceEqual(bytes)
            && copy.Decide(true, last, 3) == window.Decide(true, last, 3);
    }).Holds();

    [Fact]
    public void After_the_told_seconds_there_is_a_token_and_a_second_before_there_may_not_be() => Prop.ForAll<int, uint[]>((limitSeed, steps) =>
    {
        var limit = 1 + (Math.Abs(limitSeed % 40));
        var window = new SlidingWindow();
        foreach (var time in Times(steps))
        {
            window.Expire(time);
            if (window.TryTake(time, limit))
            {
                continue;
            }

            var wait = window.Decide(false, time, limit).ResetSeconds;
            var early = SlidingWindow.Read(window.ToBytes());
            early.Expire(time + ((wait - 1) * Second));
            var late = SlidingWindow.Read(window.ToBytes());
            late.Expire(time + (wait * Second));
            if (wait is < 1 or > 61 || (wait > 1 && early.TryTake(time + ((wait - 1) * Second), limit)) || !late.TryTake(time + (wait * Second), limit))
            {
                return false;
            }
        }

        return true;
    }).Holds();

    [Fact]
    public void A_burst_of_the_whole_limit_comes_back_60_s_later_to_the_tick()
    {
        var window = new SlidingWindow();
        Assert.All(Enumerable.Range(0, 120), _ => Assert.True(window.TryTake(Start, 120)));
        Assert.False(window.TryTake(Start, 120));
        Assert.Equal(new RateDecision(false, 120, 0, 60), window.Decide(false, Start, 120));
        window.Expire(Start + Minute - 1);
        Assert.False(window.TryTake(Start + Minute - 1, 120));
        Assert.Equal(1, window.Decide(false, Start + Minute - 1, 120).ResetSeconds);
        window.Expire(Start + Minute);
        Assert.Equal(0, window.Used);
        Assert.True(window.TryTake(Start + Minute, 120));
    }

    [Fact]
    public void A_smaller_plan_waits_until_enough_has_left()
    {
        var window = new SlidingWindow();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(window.TryTake(Start + (i * Second), 10));
        }

        var now = Start + (9 * Second);
        window.Expire(now);
        Assert.Equal(new RateDecision(false, 3, 0, 58), window.Decide(false, now, 3));
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(-61)]
    [InlineData(-30)]
    [InlineData(-6)]
    [InlineData(-5)]
    [InlineData(-1)]
    public void A_clock_set_back_gives_nothing_twice_and_locks_nobody_out_for_more_than_65_s(int seconds)
    {
        var bytes = Full(Start);
        var now = Start + (seconds * Second);
        for (var step = 0; step <= 65; step++)
        {
            var time = now + (step * Second);
            var window = SlidingWindow.Read(bytes);
            var isChanged = window.Expire(time);
            if (window.TryTake(time, 10))
            {
                // Real time went on by `step` seconds only.
                Assert.InRange(step, 60, 65);
                return;
            }

            bytes = isChanged ? window.ToBytes() : bytes;
        }

        Assert.Fail("still locked out");
    }

    [Fact]
    public void A_clock_a_little_behind_the_last_writers_keeps_the_buckets_in_order()
    {
        var window = new SlidingWindow();
        Assert.True(window.TryTake(Start, 10));
        Assert.False(window.Expire(Start - (2 * Second)));
        Assert.True(window.TryTake(Start - (2 * Second), 10));
        window.Expire(Start + Minute - 1);
        Assert.Equal(2, window.Used);
        window.Expire(Start + Minute);
        Assert.Equal(0, window.Used);
    }

    [Fact]
    public void Bytes_of_another_form_are_refused() => Assert.Throws<InvalidDataException>(() => SlidingWindow.Read(new byte[13]));

    private static byte[] Full(long time)
    {
        var window = new SlidingWindow();
        while (window.TryTake(time, 10))
        {
            // Until there is none left.
        }

        return window.ToBytes();
    }

    /// <summary>Steps of 0 to 8 s, most of them short, so that windows fill.</summary>
    private static List<long> Times(uint[] steps)
    {
        var times = new List<long>();
        var now = Start;
        foreach (var step in steps.SelectMany(static step => Enumerable.Repeat(step, 5)))
        {
            var mixed = (step * 2_654_435_761u) ^ ((uint)times.Count * 40_503u);
            now += 1 + (mixed % 4 == 0 ? mixed % (8 * Second) : mixed % (Second / 3));
            times.Add(now);
        }

        return times;
    }

    private static List<long> Run(int limit, List<long> times)
    {
        var bytes = Array.Empty<byte>();
        var accepted = new List<long>();
        foreach (var time in times)
        {
            var window = SlidingWindow.Read(bytes);
            window.Expire(time);
            if (window.TryTake(time, limit))
            {
                accepted.Add(time);
                bytes = window.ToBytes();
            }
        }

        return accepted;
    }
}
