using System.Text;
using Microsoft.Data.Sqlite;

namespace LearnCoin.Api.Tests.Host;

/// <summary>All that stands in a store's rows, as bytes to search in.</summary>
internal sealed class StoreDump
{
    private readonly List<byte[]> cells = [];

    /// <summary>The rows of one logical table, or of all.</summary>
    public static StoreDump Of(string database, string? table = null)
    {
        var dump = new StoreDump();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT e.partition_key, e.row_key, e.data FROM entity e JOIN logical_table t ON t.id = e.table_id WHERE $table IS NULL OR t.name = $table";
        command.Parameters.AddWithValue("$table", (object?)table ?? DBNull.Value);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            for (var column = 0; column < 3; column++)
            {
                dump.cells.Add((byte[])reader[column]);
            }
        }

        return dump;
    }

    public int Cells => cells.Count;

    public bool Contains(string text) => Encodings(text).Any(needle => cells.Any(cell => cell.AsSpan().IndexOf(needle) >= 0));

    private static IEnumerable<byte[]> Encodings(string text) => [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text)];
}
