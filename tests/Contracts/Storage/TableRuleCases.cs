using LearnCoin.Core.Storage;

namespace LearnCoin.Contracts.Storage;

/// <summary>Requests just inside and just outside what the table service takes, by name.</summary>
public static class TableRuleCases
{
    private static readonly Dictionary<string, RowChange[]> RefusedCases = new(StringComparer.Ordinal)
    {
        ["no change"] = [],
        ["101 rows"] = Rows(101),
        ["two partitions"] = [RowChange.Insert(new Row("p", "a")), RowChange.Insert(new Row("q", "b"))],
        ["a row key twice"] = [RowChange.Insert(new Row("p", "a")), RowChange.Upsert(new Row("p", "a"))],
        ["key of 513 characters"] = One(new Row("p", new string('k', 513))),
        ["slash in key"] = One(new Row("p", "a/b")),
        ["backslash in key"] = One(new Row("p", "a\\b")),
        ["hash in key"] = One(new Row("p", "a#b")),
        ["question mark in key"] = One(new Row("p", "a?b")),
        ["tab in key"] = One(new Row("p", "a\tb")),
        ["C1 control in key"] = One(new Row("p", "a\u0085b")),
        ["delete character in partition key"] = One(new Row("p\u007f", "a")),
        ["lone surrogate in key"] = One(new Row("p", "a\ud800")),
        ["lone surrogate in text"] = One(new Row("p", "a").Set("v", "\udc00")),
        ["name beginning with a digit"] = One(new Row("p", "a").Set("1a", 1)),
        ["name with a hyphen"] = One(new Row("p", "a").Set("a-b", 1)),
        ["empty name"] = One(new Row("p", "a").Set("", 1)),
        ["name of 256 characters"] = One(new Row("p", "a").Set(new string('n', 256), 1)),
        ["system property"] = One(new Row("p", "a").Set("Timestamp", 1)),
        ["text over 64 KiB"] = One(new Row("p", "a").Set("v", new string('x', 32 * 1024 + 1))),
        ["binary over 64 KiB"] = One(new Row("p", "a").Set("v", new byte[64 * 1024 + 1])),
        ["252 properties"] = One(Wide(252, 1)),
        ["row over 1 MiB"] = One(Wide(16, 64 * 1024)),
        ["a byte more than the rules let"] = One(Full(1)),
        ["infinity"] = One(new Row("p", "a").Set("v", double.NegativeInfinity)),
        ["time before 1601"] = One(new Row("p", "a").Set("v", DateTimeOffset.MinValue)),
        ["transaction over 4 MiB"] = [.. Enumerable.Range(0, 5).Select(i => RowChange.Insert(Wide(15, 64 * 1024, $"{i}")))],
        ["update without etag"] = [new RowChange(RowChangeKind.Update, new Row("p", "a"), null)],
    };

    private static readonly Dictionary<string, RowChange[]> AcceptedCases = new(StringComparer.Ordinal)
    {
        ["100 rows"] = Rows(100),
        ["keys of 512 characters"] = One(new Row(new string('p', 512), new string('k', 512))),
        ["empty keys"] = One(new Row("", "")),
        ["unusual characters in keys"] = One(new Row("p 'ö|", "a\"%&+;=@[]{}~\u00a0🎓")),
        ["name of 255 characters"] = One(new Row("p", "a").Set(new string('n', 255), 1)),
        ["text of 64 KiB"] = One(new Row("p", "a").Set("v", new string('é', 32 * 1024))),
        ["binary of 64 KiB"] = One(new Row("p", "a").Set("v", new byte[64 * 1024])),
        ["251 properties"] = One(Wide(251, 1)),
        ["as near to 1 MiB as the rules let"] = One(Full()),
        ["earliest time"] = One(new Row("p", "a").Set("v", new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero))),
        ["nearly 4 MiB"] = [.. Enumerable.Range(0, 3).Select(i => RowChange.Insert(Wide(15, 64 * 1024, $"{i}")))],
    };

    public static TheoryData<string> Refused => [.. RefusedCases.Keys];

    public static TheoryData<string> Accepted => [.. AcceptedCases.Keys];

    public static IReadOnlyList<RowChange> Changes(string name) => RefusedCases.GetValueOrDefault(name) ?? AcceptedCases[name];

    private static RowChange[] One(Row row) => [RowChange.Insert(row)];

    private static RowChange[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => RowChange.Insert(new Row("p", $"{i:D3}")))];

    // 15 properties of 64 KiB and one that fills the row: each takes 8 bytes, its name in UTF-16, 4 bytes of length and its content.
    private static Row Full(int more = 0)
    {
        var row = Wide(15, 64 * 1024);
        var taken = 4 + (2 * ("p".Length + "a".Length)) + row.Values.Sum(value => 8 + (2 * value.Key.Length) + 4 + (64 * 1024));
        return row.Set("v15", new byte[TableLimits.MaxRowBytes - taken - (8 + (2 * "v15".Length) + 4) + more]);
    }

    private static Row Wide(int properties, int bytes, string rowKey = "a")
    {
        var row = new Row("p", rowKey);
        for (var i = 0; i < properties; i++)
        {
            row.Set($"v{i}", new byte[bytes]);
        }

        return row;
    }
}
