using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// When a failed attempt is made again (spec/api.md, "Webhooks"). Jitter spreads the attempts that an outage has put at one time; it is
/// drawn from the delivery's id, so that whoever asks twice is told the same.
/// </summary>
public static class DeliverySchedule
{
    /// <summary>Longest wait that an answer may ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Waits are longer or shorter by up to this part.</summary>
    public const double Jitter = 0.2;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(16),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromHours(24),
        TimeSpan.FromHours(24),
    ];

    /// <summary>Attempts in all: the first, and one after each wait.</summary>
    public static int MaxAttempts => Waits.Length + 1;

    /// <summary>No wait is longer, drawn or asked for.</summary>
    public static TimeSpan LongestWait => Waits[^1] * (1 + Jitter);

    /// <summary>The wait after a failed attempt.</summary>
    /// <param name="delivery">Of it.</param>
    /// <param name="attempt">Which one failed; 1 first.</param>
    /// <param name="retryAfter">What the answer asked for: it counts where it is longer, up to <see cref="LongestRetryAfter"/>.</param>
    /// <returns>Null: it was the last.</returns>
    public static TimeSpan? WaitAfter(DeliveryId delivery, int attempt, TimeSpan? retryAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (attempt > Waits.Length)
        {
            return null;
        }

        var wait = Waits[attempt - 1] * (1 + (Jitter * ((2 * Draw(delivery, attempt)) - 1)));
        var asked = retryAfter < LongestRetryAfter ? retryAfter : retryAfter is null ? null : LongestRetryAfter;
        return asked > wait ? asked : wait;
    }

    /// <summary>0 to 1, evenly.</summary>
    private static double Draw(DeliveryId delivery, int attempt)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{delivery.Value} {attempt}")), hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue;
    }
}
