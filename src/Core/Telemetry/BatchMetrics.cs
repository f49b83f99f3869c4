using System.Diagnostics.Metrics;
using LearnCoin.Core.Batches;

namespace LearnCoin.Core.Telemetry;

/// <summary>Batches on their way. Each is counted once, by whoever brought it there; a crash at that very moment leaves one uncounted.</summary>
public sealed class BatchMetrics
{
    private readonly Counter<long> accepted;
    private readonly Counter<long> failed;
    private readonly Counter<long> anchored;
    private readonly Counter<long> credentials;
    private readonly Histogram<double> duration;

    internal BatchMetrics(Meter meter)
    {
        accepted = meter.CreateCounter<long>("learncoin.batches.accepted", "{batch}", "Batches stored and answered with 202");
        failed = meter.CreateCounter<long>("learncoin.batches.failed", "{batch}", "Batches that cannot be signed any more");
        anchored = meter.CreateCounter<long>("learncoin.batches.anchored", "{batch}", "Batches whose root is confirmed on chain");
        credentials = meter.CreateCounter<long>("learncoin.credentials.anchored", "{credential}", "Credentials of anchored batches");
        duration = meter.CreateHistogram("learncoin.batch.anchoring.duration", "s", "From the acceptance of a batch to anchored", tags: null, Buckets.Waits);
    }

    internal void Accepted(Batch batch) => accepted.Add(1, Tags.Of(batch.Environment));

    internal void Failed(Batch batch) => failed.Add(1, Tags.Of(batch.Environment));

    internal void Anchored(Batch batch)
    {
        var environment = Tags.Of(batch.Environment);
        anchored.Add(1, environment);
        credentials.Add(batch.Count, environment);
        // The clock may have been set back meanwhile.
        duration.Record(Math.Max(0, (batch.AnchoredAt!.Value - batch.CreatedAt).TotalSeconds), environment);
    }
}
