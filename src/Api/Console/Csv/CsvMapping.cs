namespace LearnCoin.Api.Console.Csv;

/// <summary>Which column holds which field, and what is the same for all rows. What is the same stands in where a cell is empty.</summary>
/// <param name="Columns">Index of the column, by field.</param>
/// <param name="Same">By field; none is empty.</param>
public sealed record CsvMapping(IReadOnlyDictionary<CsvField, int> Columns, IReadOnlyDictionary<CsvField, string> Same)
{
    public int? ColumnOf(CsvField field) => Columns.TryGetValue(field, out var column) ? column : null;

    public string? SameOf(CsvField field) => Same.GetValueOrDefault(field);

    public string ValueOf(CsvField field, CsvRow row) => ColumnOf(field) is { } column && row.Cells[column] is { Length: > 0 } cell ? cell : SameOf(field) ?? "";

    /// <summary>What the headers say. A field that several columns could be is left to the user, unless one has the field's own name.</summary>
    public static CsvMapping Of(CsvTable table)
    {
        var columns = new Dictionary<CsvField, int>();
        foreach (var field in CsvField.All)
        {
            var found = Find(table, header => header.Equals(field.Name, StringComparison.OrdinalIgnoreCase) || CsvField.Fold(header) == CsvField.Fold(field.Name))
                ?? Find(table, header => field.Aliases.Contains(CsvField.Fold(header)));
            if (found is { } column)
            {
                columns[field] = column;
            }
        }

        return new CsvMapping(columns, new Dictionary<CsvField, string>());
    }

    /// <summary>Fields that every credential needs and that come from nowhere yet.</summary>
    public IReadOnlyList<CsvField> Missing() =>
    [
        .. CsvField.All.Where(field => !Comes(field) && (field.IsRequired || (field == CsvField.Criteria && !Comes(CsvField.CriteriaUrl)))),
    ];

    /// <summary>Columns that no field uses.</summary>
    public IReadOnlyList<int> Unused(CsvTable table) => [.. Enumerable.Range(0, table.Header.Count).Except(Columns.Values)];

    public CsvMapping With(CsvField field, int column) => this with { Columns = new Dictionary<CsvField, int>(Columns) { [field] = column } };

    public CsvMapping WithSame(CsvField field, string value) => this with { Same = new Dictionary<CsvField, string>(Same) { [field] = value } };

    private bool Comes(CsvField field) => Columns.ContainsKey(field) || Same.ContainsKey(field);

    private static int? Find(CsvTable table, Func<string, bool> isMeant)
    {
        var found = Enumerable.Range(0, table.Header.Count).Where(column => isMeant(table.Header[column])).Take(2).ToArray();
        return found.Length == 1 ? found[0] : null;
    }
}
