using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LearnCoin.Core.Telemetry;

/// <summary>
/// The product's figures and spans, for whatever the host listens with (docs/operations.md, "Metrics"). Names after the conventions of
/// OpenTelemetry, units in UCUM. Tags are fixed words only: never an id, a hash, a name or an address. One for each <see cref="LearnCoinCore"/>.
/// </summary>
public sealed class ProductTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "LearnCoin";

    /// <summary>One a process: a span belongs to whatever runs on its thread.</summary>
    public static ActivitySource Spans { get; } = new(Name);

    private readonly Meter meter = new(Name);

    public ProductTelemetry(TimeProvider time)
    {
        Batches = new BatchMetrics(meter);
        Anchors = new AnchorMetrics(meter);
        Chain = new ChainMetrics(meter, time);
        Work = new WorkMetrics(meter, time);
        Lanes = new LaneGauges(meter, time);
        Webhooks = new WebhookMetrics(meter, time);
        Mail = new MailMetrics(meter);
    }

    public BatchMetrics Batches { get; }

    /// <summary>What the lanes tell.</summary>
    public AnchorMetrics Anchors { get; }

    public ChainMetrics Chain { get; }

    internal WorkMetrics Work { get; }

    internal LaneGauges Lanes { get; }

    internal WebhookMetrics Webhooks { get; }

    public MailMetrics Mail { get; }

    /// <summary>How the timed tasks' last runs in this process went; other hosts of the store run them too.</summary>
    public IReadOnlyCollection<TaskRun> TaskRuns => Work.LastRuns;

    /// <summary>Whether an instrument is one of this product's, and not of another one in the process.</summary>
    internal bool Owns(Instrument instrument) => instrument.Meter == meter;

    public void Dispose() => meter.Dispose();
}
