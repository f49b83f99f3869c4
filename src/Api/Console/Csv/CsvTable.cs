namespace LearnCoin.Api.Console.Csv;

/// <summary>A row of a table.</summary>
/// <param name="Number">As a spreadsheet counts: the header is 1, and empty rows count.</param>
/// <param name="Cells">One a column, without the space around them.</param>
public sealed record CsvRow(int Number, IReadOnlyList<string> Cells);

/// <summary>A file as it was read: a header and the rows below it that have any content.</summary>
/// <param name="Header">One a column, the last not empty.</param>
/// <param name="Rows">In the order of the file.</param>
/// <param name="HeaderRow">Number of the header's row: 1, unless empty rows come before it.</param>
public sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<CsvRow> Rows, int HeaderRow = 1)
{
    /// <summary>Most columns: far more than a batch can use.</summary>
    public const int MostColumns = 200;

    /// <summary>Letters of a column as spreadsheets name it: A, B, … Z, AA.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return letters;
    }

    /// <summary>What a person calls the column: its letters, and its header where it has one.</summary>
    public string Label(int column) => Header[column].Length == 0 ? Letters(column) : $"{Letters(column)}: {Header[column]}";

    /// <summary>The same table with other content in some cells, by row number and column; places that are not there are passed over.</summary>
    public CsvTable With(IReadOnlyDictionary<(int Row, int Column), string> cells) => cells.Count == 0
        ? this
        : this with
        {
            Rows = [.. Rows.Select(row => row with
            {
                Cells = [.. row.Cells.Select((cell, column) => cells.TryGetValue((row.Number, column), out var other) ? other : cell)],
            })],
        };

    /// <summary>The same table with one more column.</summary>
    public CsvTable WithColumn(string header, Func<CsvRow, string> cell) =>
        this with { Header = [.. Header, header], Rows = [.. Rows.Select(row => row with { Cells = [.. row.Cells, cell(row)] })] };
}
