using System.Globalization;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console.Csv;

/// <summary>A fault of the API's check, turned back to where it is in the file.</summary>
/// <param name="Row">As a spreadsheet counts; null: it is about what is the same for all rows.</param>
/// <param name="Field">Null: it is about the credential as such, or the batch.</param>
/// <param name="Column">Index of the column that the field is read from; null: none is.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Code">The API's.</param>
/// <param name="Message">The API's, without the pointer that it begins with.</param>
public sealed record CellFault(int? Row, CsvField? Field, int? Column, string Value, ErrorCode Code, string Message)
{
    private const string Credentials = "/credentials/";

    /// <summary>All places that an error names, each once; empty where it is about none (quota, an outage).</summary>
    public static IReadOnlyList<CellFault> Of(Error error, CsvTable table, CsvMapping mapping) =>
        [.. error.Details.Where(static fault => fault.Pointer.StartsWith(Credentials, StringComparison.Ordinal)).Select(fault => Of(fault, table, mapping)).Distinct()];

    private static CellFault Of(Fault fault, CsvTable table, CsvMapping mapping)
    {
        var rest = fault.Pointer.AsSpan(Credentials.Length);
        var end = rest.IndexOf('/');
        var row = table.Rows[int.Parse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture)];
        var field = CsvField.At(end < 0 ? "" : rest[end..].ToString(), candidate => mapping.ValueOf(candidate, row).Length);
        var message = fault.Message.StartsWith(fault.Pointer + " ", StringComparison.Ordinal) ? fault.Message[(fault.Pointer.Length + 1)..] : fault.Message;
        if (field is null)
        {
            return new CellFault(row.Number, null, null, "", fault.Code, message);
        }

        var column = mapping.ColumnOf(field);
        return new CellFault(column is null && field.CanBeSame ? null : row.Number, field, column, mapping.ValueOf(field, row), fault.Code, message);
    }
}
