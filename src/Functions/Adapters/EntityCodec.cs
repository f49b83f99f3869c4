using Azure.Data.Tables;
using LearnCoin.Core.Storage;

namespace LearnCoin.Functions.Adapters;

/// <summary>Rows as entities of the table service and back. Value types are the service's own, so nothing is converted but the offset of times.</summary>
internal static class EntityCodec
{
    /// <summary>
    /// Property with the mark of the write that made the row. A letter must begin the names that <see cref="TableRules"/> lets through:
    /// no row of Core has it, and <see cref="TableLimits"/> leaves room for it.
    /// </summary>
    internal const string Mark = "_w";

    public static TableEntity Encode(Row row, byte[] mark)
    {
        var entity = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row.Values)
        {
            entity[name] = value is DateTimeOffset time ? time.ToUniversalTime() : value;
        }

        entity[Mark] = mark;
        return entity;
    }

    public static Row Decode(TableEntity entity)
    {
        var row = new Row(entity.PartitionKey, entity.RowKey) { Etag = entity.ETag.ToString() };
        foreach (var (name, value) in entity)
        {
            if (IsOurs(name))
            {
                row.Set(name, value);
            }
        }

        return row;
    }

    /// <summary>Whether a write with this mark made the entity.</summary>
    public static bool HasMark(TableEntity entity, byte[] mark) => entity.GetBinary(Mark) is { } found && found.AsSpan().SequenceEqual(mark);

    // Beside ours: the two keys, Timestamp, odata.etag and the mark.
    private static bool IsOurs(string name) =>
        name is not ("PartitionKey" or "RowKey" or "Timestamp" or Mark) && !name.StartsWith("odata.", StringComparison.Ordinal);
}
