using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LearnCoin.Api.Console.Csv;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console.Upload;

/// <summary>The fields of the upload's forms. All of an upload is in them: nothing of it is stored before it is issued.</summary>
internal static class UploadForm
{
    public const string File = "file";
    public const string Text = "text";
    public const string Table = "table";
    public const string Key = "key";
    public const string Made = "made";
    public const string Action = "action";
    public const string Issue = "issue";

    private const string Cell = "cell";

    /// <summary>Name of the field that corrects a cell.</summary>
    public static string CellName(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{Cell}-{row}-{column}");

    public static string ColumnName(CsvField field) => "column-" + field.Name;

    public static string SameName(CsvField field) => "same-" + field.Name;

    /// <summary>The table that a later step carries, with its corrections; null: there is none, or it is not one of ours.</summary>
    public static CsvTable? ReadTable(ConsoleForm form)
    {
        if (form.Text(Table) is not { } parcel || CsvParcel.Open(parcel) is not { } table)
        {
            return null;
        }

        var corrections =
            from row in table.Rows
            from column in Enumerable.Range(0, row.Cells.Count)
            let name = CellName(row.Number, column)
            where form.Has(name)
            select KeyValuePair.Create((row.Number, column), form[name].ReplaceLineEndings("\n"));
        return table.With(corrections.ToDictionary());
    }

    /// <summary>The file that was chosen, else what was pasted.</summary>
    public static async Task<CsvReading> ReadFileAsync(ConsoleForm form, CancellationToken cancellationToken)
    {
        if (form.File(File) is not { Length: > 0 } file)
        {
            return CsvReading.Read(Encoding.UTF8.GetBytes(form[Text]));
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        return CsvReading.Read(content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    /// <summary>What the selects and fields of the mapping say.</summary>
    public static CsvMapping ReadMapping(ConsoleForm form, CsvTable table)
    {
        var columns = new Dictionary<CsvField, int>();
        var same = new Dictionary<CsvField, string>();
        foreach (var field in CsvField.All)
        {
            if (int.TryParse(form[ColumnName(field)], NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column < table.Header.Count)
            {
                columns[field] = column;
            }

            if (field.CanBeSame && form.Text(SameName(field)) is { } value)
            {
                same[field] = value.ReplaceLineEndings("\n");
            }
        }

        return new CsvMapping(columns, same);
    }

    /// <summary>The upload's own key for the intake, so that it is issued once however often it is sent.</summary>
    public static string ReadKey(ConsoleForm form, IEntropy entropy)
    {
        if (form.Text(Key) is { } given && IdempotencyStore.TryReadKey(given, out var key) && key is not null)
        {
            return key;
        }

        var random = new byte[16];
        entropy.Fill(random);
        return "console-" + Base64Url.EncodeToString(random);
    }

    public static int ReadMade(ConsoleForm form) => int.TryParse(form[Made], NumberStyles.None, CultureInfo.InvariantCulture, out var made) ? made : 0;
}
