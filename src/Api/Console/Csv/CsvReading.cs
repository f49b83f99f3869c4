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
            return Read(text[(text.AsSpan(5).StartsWith("\r\n", StringComparison.Ordinal) ? 7 : 6)..], text[4], firstLine: 2);
        }

        return Read(text, Detect(text));
    }

    /// <param name="text">The text.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="firstLine">Number of its first line in the file.</param>
    public static CsvReading Read(string text, char delimiter, int firstLine = 1)
    {
        // Records without any content count in the others' numbers alone. Of those that have some, the header, the rows and one too many are looked at.
        var records = CsvRecord.All(text, delimiter, firstLine)
            .Where(static record => record.IsBroken || record.Cells.Length > 0)
            .Take(BatchRequest.MaxCredentials + 2)
            .ToList();
        var faults = records.Where(static record => record.IsBroken).Select(static record => new CsvFault(CsvFaultKind.Quote, record.Line, record.Row)).ToList();
        if (records.Count == 0)
        {
            return new CsvReading(null, [new CsvFault(CsvFaultKind.Empty)]);
        }

        var (header, rows) = (records[0], records[1..]);
        var columns = header.Cells.Length;
        if (columns > CsvTable.MostColumns)
        {
            return new CsvReading(null, [new CsvFault(CsvFaultKind.TooManyColumns, header.Line, header.Row, columns)]);
        }

        faults.AddRange(rows
            .Where(record => record.Cells.Length > columns && !record.IsBroken)
            .Select(static record => new CsvFault(CsvFaultKind.TooManyFields, record.Line, record.Row, record.Cells.Length)));
        if (rows.Count > BatchRequest.MaxCredentials)
        {
            faults.Add(new CsvFault(CsvFaultKind.TooManyRows));
        }
        else if (rows.Count == 0 && faults.Count == 0)
        {
            faults.Add(new CsvFault(CsvFaultKind.NoRows));
        }

        return faults.Count == 0
            ? new CsvReading(new CsvTable(header.Cells, [.. rows.Select(record => record.ToRow(columns))], header.Row), [])
            : new CsvReading(null, [.. faults.OrderBy(static fault => fault.Line).Take(MostFaults)]);
    }

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
