using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LearnCoin.Core.Telemetry;

/// <summary>Calls of the chains' nodes, and when one last answered.</summary>
public sealed class ChainMetrics
{
    private readonly Histogram<double> duration;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, DateTimeOffset> answered = new(StringComparer.Ordinal);

    internal ChainMetrics(Meter meter, TimeProvider time)
    {
        this.time = time;
        duration = meter.CreateHistogram("learncoin.chain.call.duration", "s", "Calls of a chain by operation and outcome", tags: null, Buckets.Calls);
    }

    /// <summary>When the network last answered a call of this process; null before the first answer.</summary>
    internal DateTimeOffset? AnsweredAt(string network) => answered.TryGetValue(network, out var at) ? at : null;

    internal void Ended(string network, string operation, string outcome, bool isAnswer, TimeSpan elapsed)
    {
        if (isAnswer)
        {
            answered[network] = time.GetUtcNow();
        }

        var tags = new TagList
        {
            { Tags.Network, network },
            { "learncoin.chain.operation", operation },
            { Tags.Outcome, outcome },
        };
        duration.Record(elapsed.TotalSeconds, tags);
    }
}
