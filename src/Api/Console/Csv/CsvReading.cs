using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using LearnCoin.Core.Batches;

namespace LearnCoin.Api.Console.Csv;

/// <summary>From a text to a table (RFC 4180): comma, semicolon or tab, line breaks inside quoted fields, any line ends.</summary>
/// <param name="Table">Null where the text has faults.</param>
/// <param name="Faults">All of them, in the order of the text.</param>
internal sealed record CsvReading(CsvTable? Table, IReadOnlyList<CsvFault> Faults)
{
    /// <summary>Most faults that are told of one file: a file in another form has one in every line.</summary>
    private const int MostFaults = 20;

    /// <summary>Delimiters that are detected, the likeliest first.</summary>
    private static readonly char[] Delimiters = [',', ';', '\t'];

    public static CsvReading Read(ReadOnlySpan<byte> file)
    {
        var (text, fault) = CsvText.Read(file);
        return text is null ? new CsvReading(null, [fault!]) : Read(text);
    }

    public static CsvReading Read(string text)
    {
        // The first line that spreadsheets write and read: it names the delimiter and is none of the sheet's rows.
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[5] is '\r' or '\n')
        {
            return Read(text[6..].TrimStart('\n'), text[4], firstLine: 2);
        }

        return Read(text, Detect(text));
    }

    /// <param name="text">The text.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="firstLine">Number of its first line in the file.</param>
    public static CsvReading Read(string text, char delimiter, int firstLine = 1)
    {
        var faults = new List<CsvFault>();
        var (header, headerRow) = (Array.Empty<string>(), 1);
        var rows = new List<CsvRow>();
        var count = 0;
        foreach (var (cells, number, line, isBroken) in Records(text, delimiter, firstLine))
        {
            if (isBroken)
            {
                faults.Add(new CsvFault(CsvFaultKind.Quote, line, number));
            }

            if (cells.All(static cell => cell.Length == 0))
            {
                continue;
            }

            if (header.Length == 0)
            {
                (header, headerRow) = (WithoutEmptyEnd(cells), number);
                if (header.Length > CsvTable.MostColumns)
                {
                    return new CsvReading(null, [new CsvFault(CsvFaultKind.TooManyColumns, line, number, header.Length)]);
                }

                continue;
            }

            count++;
            if (WithoutEmptyEnd(cells).Length > header.Length && !isBroken)
            {
                faults.Add(new CsvFault(CsvFaultKind.TooManyFields, line, number, WithoutEmptyEnd(cells).Length));
            }

            if (count <= BatchRequest.MaxCredentials)
            {
                rows.Add(new CsvRow(number, [.. Enumerable.Range(0, header.Length).Select(column => column < cells.Length ? cells[column] : "")]));
            }
        }

        return Concluded(new CsvTable(header, rows, headerRow), count, faults);
    }

    private static CsvReading Concluded(CsvTable table, int count, List<CsvFault> faults)
    {
        if (count == 0 && faults.Count == 0)
        {
            faults.Add(new CsvFault(table.Header.Count == 0 ? CsvFaultKind.Empty : CsvFaultKind.NoRows));
        }

        if (count > BatchRequest.MaxCredentials)
        {
            faults.Insert(0, new CsvFault(CsvFaultKind.TooManyRows, Count: count));
        }

        return faults.Count == 0 ? new CsvReading(table, []) : new CsvReading(null, [.. faults.Take(MostFaults)]);
    }

    /// <summary>Every record with its row, the line it begins at, and whether a quotation in it is broken.</summary>
    private static IEnumerable<(string[] Cells, int Row, int Line, bool IsBroken)> Records(string text, char delimiter, int firstLine)
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
            yield return (cells, parser.Row, line, isBroken);
            line = firstLine + parser.RawRow;
        }
    }

    /// <summary>Spreadsheets write a delimiter for every column that was ever used.</summary>
    private static string[] WithoutEmptyEnd(string[] cells) => cells[..(Array.FindLastIndex(cells, static cell => cell.Length > 0) + 1)];

    /// <summary>The delimiter that stands most often, outside of quotations, in the first line that has any.</summary>
    private static char Detect(string text)
    {
        var counts = new int[Delimiters.Length];
        var isQuoted = false;
        foreach (var letter in text)
        {
            isQuoted ^= letter == '"';
            var found = isQuoted ? -1 : Array.IndexOf(Delimiters, letter);
            if (found >= 0)
            {
                counts[found]++;
            }
            else if (!isQuoted && letter is '\n' or '\r' && counts.Max() > 0)
            {
                break;
            }
        }

        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }
}
