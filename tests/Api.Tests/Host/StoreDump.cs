using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Storage;
using SQLitePCL;

namespace LearnCoin.Api.Tests.Host;

/// <summary>All that stands in a store's rows, as bytes to search in. Opened beside the host, as another program would.</summary>
internal sealed class StoreDump
{
    private const string Sql =
        """
        SELECT e.partition_key, e.row_key, e.data, p.data FROM entity e JOIN logical_table t ON t.id = e.table_id
        LEFT JOIN personal p ON p.id = e.personal_id WHERE ?1 = '' OR t.name = ?1
        """;

    private const int Columns = 4;

    private readonly List<byte[]> cells = [];

    public int Cells => cells.Count;

    /// <summary>The rows of one logical table, or of all.</summary>
    public static StoreDump Of(string database, string table = "")
    {
        var dump = new StoreDump();
        Read(database, Sql, statement => dump.cells.AddRange(Enumerable.Range(0, Columns).Select(column => raw.sqlite3_column_blob(statement, column).ToArray())), table);
        return dump;
    }

    /// <summary>As above, and besides what is compressed there, as it was before: nothing is found in the bytes of that.</summary>
    public static async Task<StoreDump> OfPlainAsync(string database, string table, ITables tables)
    {
        var dump = Of(database, table);
        foreach (var partition in dump.cells.Where(static (_, index) => index % Columns == 0).Select(Encoding.UTF8.GetString).Distinct().ToList())
        {
            await foreach (var row in tables.AllAsync(table, new RowRange(partition), default))
            {
                dump.cells.AddRange(row.Values.Keys.Where(name => name.EndsWith('0') && row.Bytes(name) is not null).Select(name => Plain(row, name[..^1])));
            }
        }

        return dump;
    }

    /// <summary>A hash of a table's rows whose row key <paramref name="counts"/> says to count: tells whether anything changed.</summary>
    public static string Digest(string database, string table, Func<string, bool> counts)
    {
        var rows = new List<string>();
        Read(
            database,
            Sql,
            statement =>
            {
                var cells = Enumerable.Range(0, Columns).Select(column => raw.sqlite3_column_blob(statement, column).ToArray()).ToArray();
                if (counts(Encoding.UTF8.GetString(cells[1])))
                {
                    rows.Add(string.Join('|', cells.Select(Convert.ToHexString)));
                }
            },
            table);
        return $"{rows.Count} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Order(StringComparer.Ordinal)))))}";
    }

    /// <summary>Names of the logical tables, and of none that stand beside them (queues).</summary>
    public static IReadOnlyList<string> Tables(string database)
    {
        var names = new List<string>();
        Read(database, "SELECT name FROM logical_table", statement => names.Add(raw.sqlite3_column_text(statement, 0).utf8_to_string()));
        return names;
    }

    private static void Read(string database, string sql, Action<sqlite3_stmt> row, string? parameter = null)
    {
        Check(raw.sqlite3_open_v2(database, out var connection, raw.SQLITE_OPEN_READONLY, null));
        using (connection)
        {
            Check(raw.sqlite3_busy_timeout(connection, 10_000));
            Check(raw.sqlite3_prepare_v2(connection, sql, out var statement));
            using (statement)
            {
                if (parameter is not null)
                {
                    Check(raw.sqlite3_bind_text(statement, 1, parameter));
                }

                while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
                {
                    row(statement);
                }
            }
        }
    }

    /// <summary>Cells that hold the text.</summary>
    public int Count(string text) => cells.Count(cell => Encodings(text).Any(needle => cell.AsSpan().IndexOf(needle) >= 0));

    public bool Contains(string text) => Encodings(text).Any(needle => cells.Any(cell => cell.AsSpan().IndexOf(needle) >= 0));

    /// <summary>A document in the properties name0, name1, …</summary>
    private static byte[] Plain(Row row, string name)
    {
        var parts = Enumerable.Range(0, int.MaxValue).Select(part => row.Bytes(name + part)).TakeWhile(static part => part is not null);
        using var brotli = new BrotliStream(new MemoryStream([.. parts.SelectMany(static part => part!)]), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        brotli.CopyTo(plain);
        return plain.ToArray();
    }

    private static IEnumerable<byte[]> Encodings(string text) => [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text)];

    private static void Check(int code) => Assert.Equal(raw.SQLITE_OK, code);
}
