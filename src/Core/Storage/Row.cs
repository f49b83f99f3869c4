namespace LearnCoin.Core.Storage;

/// <summary>A row: two keys and named values of the types Table Storage has (string, int, long, double, bool, DateTimeOffset, byte[]).</summary>
public sealed class Row(string partitionKey, string rowKey)
{
    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);

    public string PartitionKey { get; } = partitionKey;

    public string RowKey { get; } = rowKey;

    /// <summary>Set on rows that were read; null on rows made by the caller.</summary>
    public string? Etag { get; init; }

    public IReadOnlyDictionary<string, object> Values => values;

    /// <summary>Sets a value; null removes it. Names are letters, digits and <c>_</c>, and start with a letter.</summary>
    /// <exception cref="ArgumentException">A type that the table service does not have.</exception>
    public Row Set(string name, object? value)
    {
        switch (value)
        {
            case null:
                values.Remove(name);
                break;
            case string or int or long or double or bool or DateTimeOffset or byte[]:
                values[name] = value;
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is not a table type", nameof(value));
        }

        return this;
    }

    public string? Text(string name) => values.GetValueOrDefault(name) as string;

    /// <exception cref="InvalidDataException">The row has no such text: never a default for a value that must be there.</exception>
    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    public long? Int64(string name) => values.GetValueOrDefault(name) switch
    {
        long wide => wide,
        int narrow => narrow,
        _ => null,
    };

    /// <exception cref="InvalidDataException">The row has no such number.</exception>
    public long RequiredInt64(string name) => Int64(name) ?? throw Missing(name);

    public bool Flag(string name) => values.GetValueOrDefault(name) is true;

    public DateTimeOffset? Time(string name) => values.GetValueOrDefault(name) as DateTimeOffset?;

    /// <exception cref="InvalidDataException">The row has no such time.</exception>
    public DateTimeOffset RequiredTime(string name) => Time(name) ?? throw Missing(name);

    public byte[]? Bytes(string name) => values.GetValueOrDefault(name) as byte[];

    /// <summary>A copy that can be changed and written with <see cref="RowChange.Update"/>.</summary>
    public Row Copy()
    {
        var copy = new Row(PartitionKey, RowKey) { Etag = Etag };
        foreach (var (name, value) in values)
        {
            copy.values[name] = value;
        }

        return copy;
    }

    private static InvalidDataException Missing(string name) => new($"Row has no '{name}' of the expected type");
}
