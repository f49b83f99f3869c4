using System.Globalization;
using System.Text.Json.Nodes;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Backups;

/// <summary>Batches whose recipients can be found again in files.</summary>
internal static class People
{
    internal static byte[] Body(string who, int count, int seed)
    {
        var body = JsonNode.Parse(BatchBody.Of(count, seed))!;
        for (var i = 0; i < count; i++)
        {
            var credential = body["credentials"]![i]!;
            (credential["recipient"]!["name"], credential["recipient"]!["email"]) = (Name(who, i), Email(who, i));
            credential["external_id"] = $"xid-{who}-{i:D3}|";
            credential["tenant_metadata"] = new JsonObject { ["note"] = $"meta-{who}-{i:D3}" };
        }

        return System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    /// <summary>What tells who a recipient is.</summary>
    internal static IReadOnlyList<string> Secrets(string who, int number) =>
        [Name(who, number), Email(who, number), $"xid-{who}-{number:D3}|", $"meta-{who}-{number:D3}"];

    private static string Name(string who, int number) => string.Create(CultureInfo.InvariantCulture, $"Zoë {who} {number:D3} Ünïque");

    private static string Email(string who, int number) => string.Create(CultureInfo.InvariantCulture, $"mail-{who}-{number:D3}@people.example");
}
