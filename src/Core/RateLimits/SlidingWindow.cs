using System.Buffers.Binary;

namespace LearnCoin.Core.RateLimits;

/// <summary>
/// The requests of the last 60 s in buckets of one second (spec/api.md, "Rate limit"). A bucket stands under the time of its last request,
/// and leaves whole when that one is 60 s old: so in no window of 60 s, wherever it begins, are there more requests than the limit, and a
/// token comes back at most one second late. Not safe for use from several threads at once.
/// </summary>
public sealed class SlidingWindow
{
    /// <summary>Length of the window, seconds.</summary>
    public const int Seconds = 60;

    private const long Length = Seconds * TimeSpan.TicksPerSecond;

    // Servers' clocks differ by less. What stands further ahead was written by a clock that has been set back since.
    private const long LargestSkew = 5 * TimeSpan.TicksPerSecond;

    private const int BucketBytes = sizeof(long) + sizeof(int);

    private readonly List<Bucket> buckets;

    public SlidingWindow()
        : this([])
    {
    }

    private SlidingWindow(List<Bucket> buckets) => this.buckets = buckets;

    /// <summary>Requests counted now.</summary>
    public long Used { get; private set; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not of that form.</exception>
    public static SlidingWindow Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % BucketBytes != 0)
        {
            throw new InvalidDataException("Rate limit buckets of a wrong length");
        }

        var window = new SlidingWindow(new List<Bucket>(bytes.Length / BucketBytes));
        for (; bytes.Length > 0; bytes = bytes[BucketBytes..])
        {
            var bucket = new Bucket(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[sizeof(long)..]));
            window.buckets.Add(bucket);
            window.Used += bucket.Count;
        }

        return window;
    }

    /// <summary>At most 66 buckets of 12 bytes: ticks of the last request, then the count, both big-endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[buckets.Count * BucketBytes];
        for (var i = 0; i < buckets.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * BucketBytes), buckets[i].Last);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan((i * BucketBytes) + sizeof(long)), buckets[i].Count);
        }

        return bytes;
    }

    /// <summary>Drops what is 60 s old.</summary>
    /// <param name="now">Ticks of the caller's clock.</param>
    /// <returns>
    /// True when buckets lay in the future and were brought to <paramref name="now"/>: the clock was set back. They must then be written even
    /// if nothing is taken, or the tenant would be locked out until the clock has caught up; so they count for 60 s more at most.
    /// </returns>
    public bool Expire(long now)
    {
        var kept = buckets.FindIndex(bucket => bucket.Last > now - Length);
        var gone = kept < 0 ? buckets.Count : kept;
        for (var i = 0; i < gone; i++)
        {
            Used -= buckets[i].Count;
        }

        buckets.RemoveRange(0, gone);
        var ahead = buckets.FindIndex(bucket => bucket.Last > now + LargestSkew);
        if (ahead < 0)
        {
            return false;
        }

        var count = buckets.Skip(ahead).Sum(static bucket => bucket.Count);
        buckets.RemoveRange(ahead, buckets.Count - ahead);
        Put(now, count);
        return true;
    }

    /// <summary>Takes one token when there is one. Call <see cref="Expire"/> with the same time before.</summary>
    public bool TryTake(long now, int limit)
    {
        if (Used >= limit)
        {
            return false;
        }

        Put(now, 1);
        Used++;
        return true;
    }

    /// <summary>What the caller is told of its limit.</summary>
    /// <param name="isAllowed">Whether the request had a token, or needed none.</param>
    /// <param name="now">Ticks of the caller's clock.</param>
    /// <param name="limit">Requests in 60 s.</param>
    public RateDecision Decide(bool isAllowed, long now, int limit) =>
        new(isAllowed, limit, (int)Math.Max(0, limit - Used), SecondsUntilMore(now, limit));

    /// <summary>Whole seconds until more can be taken than now: the oldest bucket that matters has left.</summary>
    private int SecondsUntilMore(long now, int limit)
    {
        // After a change to a smaller plan several buckets may have to leave first.
        var left = Used;
        foreach (var bucket in buckets)
        {
            left -= bucket.Count;
            if (left < limit)
            {
                return (int)Math.Max(1, (bucket.Last + Length - now + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
            }
        }

        return Seconds;
    }

    private void Put(long now, int count)
    {
        if (buckets.Count > 0 && (now <= buckets[^1].Last || now / TimeSpan.TicksPerSecond == buckets[^1].Last / TimeSpan.TicksPerSecond))
        {
            // A clock behind the last writer's counts as the last writer's: buckets stay in order, and nothing leaves too early.
            buckets[^1] = new Bucket(Math.Max(now, buckets[^1].Last), buckets[^1].Count + count);
        }
        else
        {
            buckets.Add(new Bucket(now, count));
        }
    }

    private readonly record struct Bucket(long Last, int Count);
}
