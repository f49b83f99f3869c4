using System.Buffers;

namespace LearnCoin.Core.Storage;

/// <summary>
/// What the real table service refuses, in one place: every adapter calls this before it touches anything, so that code which runs on
/// one machine also runs on Azure. Sources: learn.microsoft.com, "Understanding the Table service data model", "Naming tables",
/// "Performing entity group transactions", "Query timeout and pagination".
/// </summary>
public static class TableRules
{
    // System properties of the service; a row of ours must not carry them.
    private static readonly HashSet<string> ReservedNames = new(StringComparer.OrdinalIgnoreCase) { "PartitionKey", "RowKey", "Timestamp", "ETag" };

    // Forbidden in keys: / \ # ? and the control characters U+0000-U+001F, U+007F-U+009F.
    private static readonly SearchValues<char> ForbiddenInKeys = SearchValues.Create(
        [.. "/\\#?", .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => (char)code)]);

    // The service's times begin here ("DateTime values": 1601-01-01 UTC).
    private static readonly DateTimeOffset EarliestTime = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="TableLimitException">The name is not 3 to 63 ASCII letters and digits beginning with a letter, or it is "tables", which the service keeps.</exception>
    public static void CheckTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Require(table.Length is >= 3 and <= 63 && char.IsAsciiLetter(table[0]) && table.All(char.IsAsciiLetterOrDigit), "table name");
        Require(!string.Equals(table, "tables", StringComparison.OrdinalIgnoreCase), "table name");
    }

    /// <exception cref="TableLimitException">Too long, a forbidden character, or not well-formed UTF-16.</exception>
    public static void CheckKeys(string partitionKey, string rowKey)
    {
        CheckKey(partitionKey, "partition key");
        CheckKey(rowKey, "row key");
    }

    /// <exception cref="TableLimitException">The service would refuse this transaction.</exception>
    public static void CheckChanges(string table, IReadOnlyList<RowChange> changes)
    {
        CheckTable(table);
        ArgumentNullException.ThrowIfNull(changes);
        Require(changes.Count is >= 1 and <= TableLimits.MaxTransactionRows, $"rows in a transaction: {changes.Count}");
        foreach (var change in changes)
        {
            CheckRow(change.Row);
            Require(change.Kind is RowChangeKind.Insert or RowChangeKind.Upsert || change.Etag is not null, "update or delete without an ETag");
            Require(string.Equals(change.Row.PartitionKey, changes[0].Row.PartitionKey, StringComparison.Ordinal), "transaction over two partitions");
        }

        if (changes.Count > 1)
        {
            var keys = new HashSet<string>(changes.Count, StringComparer.Ordinal);
            Require(changes.All(change => keys.Add(change.Row.RowKey)), "row key twice in a transaction");
            Require(changes.Sum(change => (long)WireBytes(change.Row)) <= TableLimits.MaxTransactionBytes, "transaction size");
        }
    }

    /// <exception cref="TableLimitException">The service would refuse this query.</exception>
    public static void CheckQuery(string table, RowRange range, int take)
    {
        CheckTable(table);
        ArgumentNullException.ThrowIfNull(range);
        CheckKey(range.PartitionKey, "partition key");
        Require(IsWellFormed(range.FromRowKey ?? "") && IsWellFormed(range.ToRowKey ?? ""), "lone surrogate in a bound");
        Require(take is >= 1 and <= TableLimits.MaxPageRows, $"rows in a page: {take}");
    }

    /// <summary>
    /// Bytes that a row takes in a transaction's request, never less than what the service counts: it counts the request's JSON, where
    /// binary is base64 and the SDK escapes whatever is not plain ASCII. For callers that fill a transaction up to
    /// <see cref="TableLimits.MaxTransactionBytes"/>.
    /// </summary>
    public static int WireBytes(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        const int Envelope = 1024; // headers of one part of the multipart request, URL included
        var total = Envelope + (2 * JsonBytes(row.PartitionKey)) + (2 * JsonBytes(row.RowKey));
        foreach (var (name, value) in row.Values)
        {
            total += (2 * name.Length) + 48 + value switch
            {
                string text => JsonBytes(text),
                byte[] bytes => (bytes.Length + 2) / 3 * 4,
                _ => 40,
            };
        }

        return total;
    }

    private static void CheckRow(Row row)
    {
        CheckKeys(row.PartitionKey, row.RowKey);
        Require(row.Values.Count <= TableLimits.MaxProperties, $"properties of a row: {row.Values.Count}");
        var size = 4 + (2 * (row.PartitionKey.Length + row.RowKey.Length));
        foreach (var (name, value) in row.Values)
        {
            CheckName(name);
            size += 8 + (2 * name.Length) + ValueBytes(name, value);
        }

        Require(size <= TableLimits.MaxRowBytes, $"row size: {size}");
    }

    private static int ValueBytes(string name, object value)
    {
        switch (value)
        {
            case string text:
                Require(2 * text.Length <= TableLimits.MaxPropertyBytes, $"size of property {name}");
                Require(IsWellFormed(text), $"lone surrogate in property {name}");
                return 4 + (2 * text.Length);
            case byte[] bytes:
                Require(bytes.Length <= TableLimits.MaxPropertyBytes, $"size of property {name}");
                return 4 + bytes.Length;
            case DateTimeOffset time:
                Require(time >= EarliestTime, $"time of property {name} before 1601");
                return 8;
            case double number:
                // The service's SDK has a form for NaN, none for the infinities.
                Require(!double.IsInfinity(number), $"infinite number in property {name}");
                return 8;
            case bool:
                return 1;
            case int:
                return 4;
            default:
                return 8;
        }
    }

    private static void CheckName(string name)
    {
        var valid = name.Length is >= 1 and <= 255 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        Require(valid && !ReservedNames.Contains(name), "property name");
    }

    private static void CheckKey(string key, string what)
    {
        ArgumentNullException.ThrowIfNull(key);
        Require(2 * key.Length <= TableLimits.MaxKeyBytes, $"length of {what}: {key.Length}");
        Require(!key.AsSpan().ContainsAny(ForbiddenInKeys), $"forbidden character in {what}");
        Require(IsWellFormed(key), $"lone surrogate in {what}");
    }

    // A lone surrogate has no UTF-8: an adapter that writes UTF-8 would silently store another text.
    private static bool IsWellFormed(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int JsonBytes(string text)
    {
        var plain = 0;
        foreach (var c in text)
        {
            plain += char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or ':' or ',' or '{' or '}' or '[' or ']' or '/' ? 1 : 0;
        }

        return plain + (6 * (text.Length - plain));
    }

    // Messages name the rule, never a value: keys and values may be personal data.
    private static void Require(bool allowed, string rule)
    {
        if (!allowed)
        {
            throw new TableLimitException($"The table service refuses this request: {rule}");
        }
    }
}
