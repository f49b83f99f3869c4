using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Events;

/// <summary>Types of the events of a batch (spec/api.md, "Webhooks"). Stored: never rename one.</summary>
public static class EventTypes
{
    public const string BatchCreated = "batch.created";
    public const string BatchSigned = "batch.signed";
    public const string BatchAnchored = "batch.anchored";

    /// <summary>The block that anchors the batch cannot go any more.</summary>
    public const string BatchFinalized = "batch.finalized";

    /// <summary>The block that anchored the batch is canonical no more: the batch is signed and not anchored.</summary>
    public const string BatchReorged = "batch.reorged";
    public const string BatchFailed = "batch.failed";
}

/// <summary>
/// Something that happened to a batch. Its row is written in the transaction of the change that it tells, under a key that says which of
/// its kind it is: so it is there exactly when the change is, and once.
/// </summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Batch">The batch.</param>
/// <param name="Turn">0, but for what a reorg repeats: how many reorgs had gone before (the reorg itself counted).</param>
/// <param name="Time">When it was written.</param>
public sealed record BatchEvent(string Type, BatchId Batch, int Turn, DateTimeOffset Time)
{
    internal const string RowPrefix = "event|";

    /// <summary><c>evt_</c> + ULID, the same for the same event.</summary>
    public string Id
    {
        get
        {
            var meaning = string.Create(CultureInfo.InvariantCulture, $"{Batch} {Type} {Turn}");
            return "evt_" + Ulid.Create(Time, new SeededEntropy(SHA256.HashData(Encoding.ASCII.GetBytes(meaning))));
        }
    }

    /// <summary>Its place among the events of its batch: by what follows what, since clocks are set and hosts have several.</summary>
    internal int Order => Type switch
    {
        EventTypes.BatchCreated => 0,
        EventTypes.BatchSigned => 1,
        EventTypes.BatchAnchored => 3 + (2 * Turn),
        EventTypes.BatchReorged => 2 + (2 * Turn),
        _ => int.MaxValue,
    };

    internal string RowKey => string.Create(CultureInfo.InvariantCulture, $"{RowPrefix}{Type}|{Turn:D4}");

    internal Row ToRow() => new Row(Batch.Group, RowKey).Set("type", Type).Set("batch", Batch.Value).Set("turn", Turn).Set("time", Time);

    internal static BatchEvent From(Row row) => new(
        row.RequiredText("type"), new BatchId(row.RequiredText("batch")), (int)row.RequiredInt64("turn"), row.RequiredTime("time"));
}
