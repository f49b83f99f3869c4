using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Console.Csv;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Tests.Console;

/// <summary>From columns to credentials, and from the API's faults back to cells.</summary>
public sealed class CsvBatchTests
{
    private const string Id = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f";

    /// <summary>A file with every field under its own name.</summary>
    private static readonly string[] Full = [.. CsvField.All.Select(static field => field.Name)];

    private static readonly Dictionary<string, string> Good = new()
    {
        ["recipient.name"] = "Ada", ["recipient.email"] = "ada@x.example", ["recipient.id"] = Id, ["recipient.auto_claim"] = "no", ["achievement.name"] = "ML",
        ["achievement.description"] = "Twelve weeks", ["achievement.criteria"] = "A project", ["achievement.criteria.id"] = "https://x.example/criteria",
        ["achievement.id"] = "https://x.example/ml", ["achievement.achievementType"] = "Course", ["achievement.tag"] = "ai; math",
        ["issuanceDate"] = "2026-04-23", ["expirationDate"] = "2027-04-23", ["external_id"] = "S-1",
    };

    [Theory]
    [InlineData("Name,E-mail,Course,Description,Criteria,Date", "recipient.name,recipient.email,achievement.name,achievement.description,achievement.criteria,issuanceDate")]
    [InlineData("NOMBRE,Correo electrónico,Curso,Descripción,Criterios,Fecha de emisión", "recipient.name,recipient.email,achievement.name,achievement.description,achievement.criteria,issuanceDate")]
    [InlineData("Nom,Courriel,Formation,Résumé,Critères,Date d'émission", "recipient.name,recipient.email,achievement.name,achievement.description,achievement.criteria,issuanceDate")]
    [InlineData("recipient_name,external_id,recipient_id,expirationDate,Tags", "recipient.name,external_id,recipient.id,expirationDate,achievement.tag")]
    [InlineData("colour,Name,shoe size", "-,recipient.name,-")]
    public void Headers_are_understood_in_three_languages(string header, string fields)
    {
        var table = Table(header + "\n" + string.Join(',', header.Split(',').Select(static _ => "x")) + "\n");
        var mapping = CsvMapping.Of(table);
        Assert.Equal(fields, string.Join(',', Enumerable.Range(0, table.Header.Count).Select(column => mapping.Columns.FirstOrDefault(pair => pair.Value == column).Key?.Name ?? "-")));
        Assert.Equal(fields.Split(',').Count(static field => field == "-"), mapping.Unused(table).Count);
    }

    [Fact]
    public void Two_columns_that_could_be_one_field_are_left_to_the_user_unless_one_has_its_name()
    {
        Assert.Null(CsvMapping.Of(Table("name,name\na,b\n")).ColumnOf(CsvField.RecipientName));
        Assert.Null(CsvMapping.Of(Table("name,student\na,b\n")).ColumnOf(CsvField.RecipientName));
        Assert.Equal(1, CsvMapping.Of(Table("name,recipient_name\na,b\n")).ColumnOf(CsvField.RecipientName));
    }

    [Fact]
    public void No_header_means_two_fields()
    {
        var all = CsvField.All.SelectMany(static field => field.Aliases.Append(CsvField.Fold(field.Name)).Distinct()).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, static alias => Assert.Equal(alias, CsvField.Fold(alias)));
    }

    [Fact]
    public void A_row_becomes_the_credential_that_the_API_takes()
    {
        var (table, mapping) = One(Good);
        var credential = JsonNode.Parse(CsvBatch.Body(table, mapping))!["credentials"]!.AsArray().Single()!;
        Assert.Equal(
            $$$"""{"recipient":{"id":"{{{Id}}}","name":"Ada","email":"ada@x.example","auto_claim":false},"achievement":{"id":"https://x.example/ml","name":"ML","description":"Twelve weeks","criteria":{"id":"https://x.example/criteria","narrative":"A project"},"achievementType":"Course","tag":["ai","math"]},"issuanceDate":"2026-04-23T00:00:00Z","expirationDate":"2027-04-23T23:59:59Z","external_id":"S-1"}""",
            credential.ToJsonString());
        Assert.True(BatchRequestReader.Read(CsvBatch.Body(table, mapping), new ReservedIds([], "https://creds.example")).IsOk);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("1", true)]
    [InlineData("SÍ", true)]
    [InlineData("oui", true)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    [InlineData("non", false)]
    [InlineData("", null)]
    public void Yes_and_no_are_read_in_three_languages(string cell, bool? meant)
    {
        var (table, mapping) = One(new(Good) { ["recipient.auto_claim"] = cell });
        Assert.Equal(meant, (bool?)JsonNode.Parse(CsvBatch.Body(table, mapping))!["credentials"]![0]!["recipient"]!["auto_claim"]);
    }

    [Theory]
    [InlineData("2026-04-23", "2026-04-23T00:00:00Z")]
    [InlineData("2026-04-23 14:05", "2026-04-23T14:05Z")]
    [InlineData("2026-04-23T14:05:06", "2026-04-23T14:05:06Z")]
    [InlineData("2026-04-23T14:05:06+02:00", "2026-04-23T14:05:06+02:00")]
    [InlineData("23/04/2026", "23/04/2026")]
    public void Days_are_taken_as_UTC_and_other_forms_left_to_the_API(string cell, string sent)
    {
        var (table, mapping) = One(new(Good) { ["issuanceDate"] = cell });
        Assert.Equal(sent, (string?)JsonNode.Parse(CsvBatch.Body(table, mapping))!["credentials"]![0]!["issuanceDate"]);
    }

    [Theory]
    [InlineData("recipient.id", "4711", "recipient_id_invalid")]
    [InlineData("recipient.id", "", "missing_required_field")]
    [InlineData("recipient.name", "", "missing_required_field")]
    [InlineData("recipient.name", "bell\u0007", "invalid_field_format")]
    [InlineData("recipient.email", "nobody", "invalid_field_format")]
    [InlineData("recipient.auto_claim", "perhaps", "invalid_field_format")]
    [InlineData("achievement.name", "", "missing_required_field")]
    [InlineData("achievement.name", "by ada@x.example", "invalid_field_format")]
    [InlineData("achievement.description", "", "missing_required_field")]
    [InlineData("achievement.criteria.id", "no url", "invalid_field_format")]
    [InlineData("achievement.id", "no uri", "invalid_field_format")]
    [InlineData("achievement.achievementType", "Nonsense", "invalid_field_format")]
    [InlineData("achievement.tag", "same,same", "invalid_field_format")]
    [InlineData("issuanceDate", "", "missing_required_field")]
    [InlineData("issuanceDate", "23/04/2026", "invalid_field_format")]
    [InlineData("expirationDate", "soon", "invalid_field_format")]
    [InlineData("expirationDate", "2020-01-01", "invalid_field_format")]
    [InlineData("external_id", "with space", "invalid_field_format")]
    public void Every_fault_of_the_API_is_told_by_row_and_column(string field, string value, string code)
    {
        // Row 2 is good, row 3 empty, row 4 has the fault.
        var (table, mapping) = Rows(Good, [], new(Good) { [field] = value, ["external_id"] = field == "external_id" ? value : "S-2" });
        var fault = Assert.Single(Faults(table, mapping));
        Assert.Equal((4, field, value, code), (fault.Row, fault.Field!.Name, fault.Value, fault.Code.Name));
        Assert.Equal(Array.IndexOf(Full, field), fault.Column);
        Assert.DoesNotContain("/credentials/", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Criteria_that_are_missing_are_told_at_their_column()
    {
        var (table, mapping) = One(new(Good) { ["achievement.criteria"] = "", ["achievement.criteria.id"] = "" });
        Assert.Equal((2, CsvField.Criteria), Assert.Single(Faults(table, mapping).Select(static fault => (fault.Row, fault.Field))));
    }

    [Fact]
    public void An_achievement_that_is_too_large_is_told_at_its_longest_cell()
    {
        var (table, mapping) = One(new(Good) { ["achievement.description"] = new string('x', 70_000) });
        var fault = Assert.Single(Faults(table, mapping));
        Assert.Equal((2, CsvField.Description, ErrorCode.AchievementTooLarge), (fault.Row, fault.Field, fault.Code));
    }

    [Fact]
    public void An_external_id_that_stands_twice_is_told_at_the_second()
    {
        var (table, mapping) = Rows(Good, new(Good) { ["recipient.name"] = "Bob" });
        var fault = Assert.Single(Faults(table, mapping));
        Assert.Equal((3, CsvField.ExternalId, ErrorCode.ExternalIdExists), (fault.Row, fault.Field, fault.Code));
    }

    [Fact]
    public void A_fault_of_what_is_the_same_for_all_rows_is_told_once()
    {
        var table = Table("name,ref\n" + string.Concat(Enumerable.Range(0, 30).Select(static number => $"Person {number},R{number}\n")));
        var mapping = CsvMapping.Of(table).WithSame(CsvField.AchievementName, "ML").WithSame(CsvField.Description, "d").WithSame(CsvField.Criteria, "c").WithSame(CsvField.IssuanceDate, "today");
        (table, mapping, var made) = CsvBatch.WithRecipientIds(table, mapping, SystemEntropy.Instance);
        Assert.Equal((30, 30), (made, table.Rows.Select(static row => row.Cells[2]).Distinct().Count()));
        var fault = Assert.Single(Faults(table, mapping));
        Assert.Equal((null, CsvField.IssuanceDate, null), (fault.Row, fault.Field, fault.Column));
    }

    [Fact]
    public void Only_rows_without_an_id_get_one()
    {
        var bare = Id["urn:uuid:".Length..].ToUpperInvariant();
        var table = Table($"name,recipient id\nAda,{bare}\nBob,\n");
        var (filled, mapping, made) = CsvBatch.WithRecipientIds(table, CsvMapping.Of(table), SystemEntropy.Instance);
        Assert.Equal(1, made);
        var ids = JsonNode.Parse(CsvBatch.Body(filled, mapping))!["credentials"]!.AsArray().Select(static credential => (string)credential!["recipient"]!["id"]!).ToArray();
        Assert.Equal(Id, ids[0]);
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4", ids[1]);
        Assert.Equal(0, CsvBatch.WithRecipientIds(filled, mapping, SystemEntropy.Instance).Made);
    }

    [Fact]
    public void What_a_batch_needs_and_the_file_does_not_have_is_asked_for()
    {
        var mapping = CsvMapping.Of(Table("email\nx\n"));
        Assert.Equal(["recipient.name", "achievement.name", "achievement.description", "achievement.criteria", "issuanceDate"], mapping.Missing().Select(static field => field.Name));
        Assert.DoesNotContain(CsvField.Criteria, mapping.WithSame(CsvField.CriteriaUrl, "https://x.example").Missing());
    }

    [Fact]
    public void Corrections_change_their_cells_and_no_others()
    {
        var table = Table("name,email\nAda,x\n\nBob,y\n").With(new Dictionary<(int, int), string> { [(4, 1)] = "z", [(3, 0)] = "?", [(4, 9)] = "?" });
        Assert.Equal(["Ada|x", "Bob|z"], table.Rows.Select(static row => string.Join('|', row.Cells)));
    }

    private static IReadOnlyList<CellFault> Faults(CsvTable table, CsvMapping mapping) =>
        CellFault.Of(BatchRequestReader.Read(CsvBatch.Body(table, mapping), new ReservedIds([], "https://creds.example")).Error!, table, mapping);

    private static (CsvTable Table, CsvMapping Mapping) One(Dictionary<string, string> row) => Rows(row);

    private static (CsvTable Table, CsvMapping Mapping) Rows(params Dictionary<string, string>[] rows)
    {
        var lines = rows.Select(static row => string.Join(',', Full.Select(name => $"\"{row.GetValueOrDefault(name)}\"")));
        var table = Table(string.Join(',', Full) + "\n" + string.Join('\n', lines) + "\n");
        return (table, CsvMapping.Of(table));
    }

    private static CsvTable Table(string text) => CsvReading.Read(Encoding.UTF8.GetBytes(text)).Table!;
}
