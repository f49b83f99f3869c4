using System.Text;

namespace LearnCoin.Api.Console.Csv;

/// <summary>From tables to CSV (RFC 4180), every field quoted.</summary>
internal static class CsvWriting
{
    // What spreadsheets take for a formula where a field begins with it (OWASP, "CSV injection").
    private const string FormulaStarts = "=+-@\t\r\n";

    /// <summary>As it is, empty rows too: it comes out of <see cref="CsvReading"/> as the same table.</summary>
    public static string Faithful(CsvTable table)
    {
        var text = new StringBuilder();
        var number = 1;
        foreach (var (row, cells) in table.Rows.Select(static row => (row.Number, row.Cells)).Prepend((table.HeaderRow, table.Header)))
        {
            text.Append('\n', row - number);
            Append(text, cells);
            number = row + 1;
        }

        return text.ToString();
    }

    /// <summary>
    /// For a spreadsheet, with the mark by which it knows UTF-8. What it would run as a formula gets an apostrophe before it: names and
    /// references come from strangers.
    /// </summary>
    public static byte[] ForSpreadsheet(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        Append(text, header);
        foreach (var row in rows)
        {
            Append(text, row.Select(static cell => cell.Length > 0 && FormulaStarts.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(static cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
}
