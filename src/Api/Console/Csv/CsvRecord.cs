using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace LearnCoin.Api.Console.Csv;

/// <summary>A record of a text (RFC 4180).</summary>
/// <param name="Cells">Without the space around them, and without empty ones at the end: spreadsheets write a delimiter for every column that was ever used.</param>
/// <param name="Row">Its number, from 1; empty lines are records.</param>
/// <param name="Line">Line that it begins at, from 1.</param>
/// <param name="IsBroken">A quotation in it is not ended.</param>
internal sealed record CsvRecord(string[] Cells, int Row, int Line, bool IsBroken)
{
    /// <param name="text">The text.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="firstLine">Number of its first line in the file.</param>
    public static IEnumerable<CsvRecord> All(string text, char delimiter, int firstLine)
    {
        var isBroken = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            // Empty lines are rows of the spreadsheet that the file came from.
            IgnoreBlankLines = false,
            // A mark in the middle of a field that is not quoted is only a mark; a quotation that is not ended is a fault.
            BadDataFound = bad => isBroken |= bad.Field.AsSpan().TrimStart().StartsWith("\"", StringComparison.Ordinal),
        };
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, configuration);
        var line = firstLine;
        while (parser.Read())
        {
            isBroken = false;
            // Fields are looked at here, and not before: this is what finds the bad ones.
            var cells = parser.Record!.Select(static cell => cell.ReplaceLineEndings("\n").Trim()).ToArray();
            yield return new CsvRecord(cells[..(Array.FindLastIndex(cells, static cell => cell.Length > 0) + 1)], parser.Row, line, isBroken);
            line = firstLine + parser.RawRow;
        }
    }

    /// <summary>As a row of that many columns.</summary>
    public CsvRow ToRow(int columns) => new(Row, [.. Enumerable.Range(0, columns).Select(column => column < Cells.Length ? Cells[column] : "")]);
}
