using System.Collections.Concurrent;
using System.Globalization;

namespace LearnCoin.EndToEnd.Faults;

/// <summary>A transaction that the product sent.</summary>
/// <param name="Raw">Its bytes.</param>
/// <param name="At">When, by the proxy's clock.</param>
internal sealed record SentTransaction(byte[] Raw, DateTimeOffset At);

/// <summary>What went through the proxy.</summary>
internal sealed class NodeProxyTally
{
    private readonly ConcurrentDictionary<NodeFaultKind, int> faults = new();
    private readonly ConcurrentDictionary<string, int> methods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, int> seconds = new();
    private readonly ConcurrentQueue<SentTransaction> sent = new();

    /// <summary>Faults injected, by kind.</summary>
    internal IReadOnlyDictionary<NodeFaultKind, int> Faults => faults;

    /// <summary>Calls by method.</summary>
    internal IReadOnlyDictionary<string, int> Methods => methods;

    /// <summary>Every transaction sent, in order, whether or not it reached the node.</summary>
    internal IReadOnlyCollection<SentTransaction> Sent => sent;

    internal int Calls => methods.Values.Sum();

    /// <summary>Calls from one moment to another (by the proxy's clock), and the most of them in one second.</summary>
    internal (int Total, int MostInASecond) Between(DateTimeOffset from, DateTimeOffset to)
    {
        var within = seconds.Where(pair => pair.Key >= from.ToUnixTimeSeconds() && pair.Key <= to.ToUnixTimeSeconds()).Select(static pair => pair.Value).ToList();
        return (within.Sum(), within.Count == 0 ? 0 : within.Max());
    }

    internal int Count(string method, DateTimeOffset now)
    {
        seconds.AddOrUpdate(now.ToUnixTimeSeconds(), 1, static (_, count) => count + 1);
        return methods.AddOrUpdate(method, 1, static (_, count) => count + 1);
    }

    internal void Add(NodeFaultKind kind) => faults.AddOrUpdate(kind, 1, static (_, count) => count + 1);

    internal void Add(SentTransaction transaction) => sent.Enqueue(transaction);

    /// <summary>Counts by kind, most frequent first.</summary>
    internal static string Describe(IEnumerable<KeyValuePair<NodeFaultKind, int>> faults) => string.Join(", ", faults
        .GroupBy(static pair => pair.Key)
        .Select(static group => (group.Key, Count: group.Sum(static pair => pair.Value)))
        .OrderByDescending(static pair => pair.Count)
        .Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Count}")));
}
