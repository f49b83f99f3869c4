using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Events;

/// <summary>
/// Something that happened to a batch, a credential or a webhook endpoint. Its row is written in the transaction of the change that it tells,
/// under a key that says which of its kind it is: so it is there exactly when the change is, and once.
/// </summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Subject"><c>bat_</c>, <c>crd_</c> or <c>whk_</c> id of what it happened to.</param>
/// <param name="Turn">0, but for what can happen again: the how-manieth time (of a batch: how many reorgs had gone before, the reorg itself counted).</param>
/// <param name="Time">When it was written.</param>
public sealed record DomainEvent(string Type, string Subject, int Turn, DateTimeOffset Time)
{
    /// <summary>Rows of what has happened: they stay.</summary>
    internal const string RowPrefix = "event|";

    /// <summary>Rows of what is not published yet, see <see cref="Outbox"/>.</summary>
    internal const string MarkPrefix = "tell|";

    /// <summary><c>evt_</c> + ULID, the same for the same event.</summary>
    public EventId Id
    {
        get
        {
            var meaning = string.Create(CultureInfo.InvariantCulture, $"{Subject} {Type} {Turn}");
            return new EventId(EventId.Prefix + Ulid.Create(Time, new SeededEntropy(SHA256.HashData(Encoding.ASCII.GetBytes(meaning)))));
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

    // A batch has its partition for itself.
    private string Key => Subject.StartsWith(BatchId.Prefix, StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{Type}|{Turn:D4}")
        : string.Create(CultureInfo.InvariantCulture, $"{Type}|{Subject}|{Turn:D4}");

    /// <summary>What the transaction of the change enters: that it happened, and that it is to be published.</summary>
    /// <param name="partition">Of the change.</param>
    internal RowChange[] ToRows(string partition) => [RowChange.Insert(ToRow(partition, RowPrefix)), RowChange.Insert(ToRow(partition, MarkPrefix))];

    internal static DomainEvent From(Row row) => new(
        // Up to version 2 of the store only batches had events, and the column their id's name.
        row.RequiredText("type"), row.Text("subject") ?? row.RequiredText("batch"), (int)row.RequiredInt64("turn"), row.RequiredTime("time"));

    private Row ToRow(string partition, string prefix) =>
        new Row(partition, prefix + Key).Set("type", Type).Set("subject", Subject).Set("turn", Turn).Set("time", Time);
}
