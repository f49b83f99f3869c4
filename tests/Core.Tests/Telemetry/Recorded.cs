using System.Diagnostics.Metrics;
using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Tests.Telemetry;

/// <summary>What one product's instruments told: <c>name{tag values} = value</c>.</summary>
internal sealed class Recorded : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly List<(string Name, string Tags, double Value)> told = [];

    public Recorded(ProductTelemetry telemetry)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (telemetry.Owns(instrument))
            {
                Units[instrument.Name] = instrument.Unit;
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Every instrument with its unit.</summary>
    public Dictionary<string, string?> Units { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the gauges anew; what they told before is forgotten.</summary>
    public void ReadGauges()
    {
        lock (gate)
        {
            told.Clear();
        }

        listener.RecordObservableInstruments();
    }

    /// <summary>Values of an instrument whose tags are these, sorted by name and joined by commas.</summary>
    public IReadOnlyList<double> Of(string name, string tags = "")
    {
        lock (gate)
        {
            return [.. told.Where(one => one.Name == name && one.Tags == tags).Select(static one => one.Value)];
        }
    }

    public IReadOnlyList<string> AllTags
    {
        get
        {
            lock (gate)
            {
                return [.. told.Select(static one => one.Tags).Distinct()];
            }
        }
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(',', tags.ToArray().OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"{tag.Value}"));
        lock (gate)
        {
            told.Add((instrument.Name, text, value));
        }
    }
}
