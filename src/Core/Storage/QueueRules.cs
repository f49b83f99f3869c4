using System.Text;

namespace LearnCoin.Core.Storage;

/// <summary>Limits of Azure Queue Storage (learn.microsoft.com, "Naming queues and metadata", "Put Message", "Get Messages"); used by every adapter.</summary>
public static class QueueRules
{
    /// <summary>Largest body, UTF-8 bytes: what is left of the service's 64 KiB after base64.</summary>
    public const int MaxBodyBytes = 48 * 1024;

    /// <summary>Longest delay and longest lease.</summary>
    public static readonly TimeSpan MaxHidden = TimeSpan.FromDays(7);

    /// <summary>Shortest lease the service grants.</summary>
    public static readonly TimeSpan MinLease = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">The service would refuse this message.</exception>
    public static void CheckSend(string queue, string body, TimeSpan delay)
    {
        CheckName(queue);
        ArgumentNullException.ThrowIfNull(body);
        Require(Encoding.UTF8.GetByteCount(body) <= MaxBodyBytes, "body over 48 KiB", nameof(body));
        Require(delay >= TimeSpan.Zero && delay <= MaxHidden, "delay not within 0 to 7 days", nameof(delay));
    }

    /// <exception cref="ArgumentException">The service would refuse this receive.</exception>
    public static void CheckReceive(string queue, TimeSpan lease)
    {
        CheckName(queue);
        Require(lease >= MinLease && lease <= MaxHidden, "lease not within 1 s to 7 days", nameof(lease));
    }

    private static void CheckName(string queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        var valid = queue.Length is >= 3 and <= 63
            && queue.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && queue[0] != '-' && queue[^1] != '-' && !queue.Contains("--", StringComparison.Ordinal);
        Require(valid, "queue name is not 3 to 63 of a-z, 0-9 and single hyphens inside", nameof(queue));
    }

    private static void Require(bool allowed, string rule, string parameter)
    {
        if (!allowed)
        {
            throw new ArgumentException($"The queue service refuses this request: {rule}", parameter);
        }
    }
}
