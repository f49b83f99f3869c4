using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Console.Csv;

/// <summary>From a table to the body of <c>POST /v1/batches</c>. What a cell says that the API refuses goes in as it is: the API's own check tells the fault.</summary>
internal static partial class CsvBatch
{
    /// <summary>Header of the column of made ids.</summary>
    public const string IdHeader = "recipient_id";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Yes = ["true", "yes", "y", "1", "x", "si", "verdadero", "oui", "vrai"];

    private static readonly string[] No = ["false", "no", "n", "0", "falso", "non", "faux"];

    /// <summary>Gives every row that has no id of its recipient a new one; a table without a column for it gets one.</summary>
    /// <returns>The table, its mapping, and how many ids were made.</returns>
    public static (CsvTable Table, CsvMapping Mapping, int Made) WithRecipientIds(CsvTable table, CsvMapping mapping, IEntropy entropy)
    {
        if (mapping.ColumnOf(CsvField.RecipientId) is not { } column)
        {
            return (table.WithColumn(IdHeader, _ => Uuid.Urn(entropy)), mapping.With(CsvField.RecipientId, table.Header.Count), table.Rows.Count);
        }

        var made = table.Rows.Where(row => row.Cells[column].Length == 0).ToDictionary(row => (row.Number, column), _ => Uuid.Urn(entropy));
        return (table.With(made), mapping, made.Count);
    }

    /// <summary>UTF-8 JSON; a member without a value is left out.</summary>
    public static byte[] Body(CsvTable table, CsvMapping mapping)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Plain))
        {
            json.WriteStartObject();
            json.WriteStartArray("credentials");
            foreach (var row in table.Rows)
            {
                Write(json, field => mapping.ValueOf(field, row));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Func<CsvField, string> value)
    {
        json.WriteStartObject();
        json.WriteStartObject("recipient");
        Write(json, "id", RecipientId(value(CsvField.RecipientId)));
        Write(json, "name", value(CsvField.RecipientName));
        Write(json, "email", value(CsvField.RecipientEmail));
        WriteFlag(json, "auto_claim", value(CsvField.AutoClaim));
        json.WriteEndObject();
        json.WriteStartObject("achievement");
        Write(json, "id", value(CsvField.AchievementId));
        Write(json, "name", value(CsvField.AchievementName));
        Write(json, "description", value(CsvField.Description));
        WriteCriteria(json, value(CsvField.Criteria), value(CsvField.CriteriaUrl));
        Write(json, "achievementType", value(CsvField.AchievementType));
        WriteTags(json, value(CsvField.Tag));
        json.WriteEndObject();
        Write(json, "issuanceDate", Time(value(CsvField.IssuanceDate), "00:00:00"));
        // Valid until a day: that day too.
        Write(json, "expirationDate", Time(value(CsvField.ExpirationDate), "23:59:59"));
        Write(json, "external_id", value(CsvField.ExternalId));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteCriteria(Utf8JsonWriter json, string narrative, string url)
    {
        if (narrative.Length + url.Length > 0)
        {
            json.WriteStartObject("criteria");
            Write(json, "id", url);
            Write(json, "narrative", narrative);
            json.WriteEndObject();
        }
    }

    private static void WriteTags(Utf8JsonWriter json, string value)
    {
        var tags = value.Split([',', ';', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (tags.Length > 0)
        {
            json.WriteStartArray("tag");
            foreach (var tag in tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteFlag(Utf8JsonWriter json, string name, string value)
    {
        var word = CsvField.Fold(value);
        if (Yes.Contains(word) || No.Contains(word))
        {
            json.WriteBoolean(name, Yes.Contains(word));
        }
        else
        {
            Write(json, name, value);
        }
    }

    /// <summary>A UUID as databases write it becomes the URN that the API asks for.</summary>
    private static string RecipientId(string value) => Guid.TryParseExact(value, "D", out _) ? "urn:uuid:" + value.ToLowerInvariant() : value;

    /// <summary>A day, or a day and a time as spreadsheets write them, is taken as UTC; all else goes to the API as it is.</summary>
    private static string Time(string value, string ofDay) =>
        Day().IsMatch(value) ? $"{value}T{ofDay}Z" : DayAndTime().IsMatch(value) ? value.Replace(' ', 'T') + "Z" : value;

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Day();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayAndTime();
}
