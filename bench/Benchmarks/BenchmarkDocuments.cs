using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnCoin.Benchmarks;

/// <summary>Credentials as the product issues them, in the four shapes that are measured. The same every time.</summary>
internal static class BenchmarkDocuments
{
    public const string CredentialId = "urn:uuid:00000000-0000-4000-8000-000000000000";

    private const string Small =
        """
        {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
          {"@import":"https://w3id.org/blockcerts/v3.2",
           "image":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#image","@type":"@id"},
           "url":{"@id":"https://schema.org/url","@type":"https://www.w3.org/2001/XMLSchema#anyURI"}},
          "https://w3id.org/vc/status-list/2021/v1"],
         "id":"urn:uuid:00000000-0000-4000-8000-000000000000","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Introduction to ML",
         "validFrom":"2026-01-01T00:00:00Z","validUntil":"2036-01-01T00:00:00Z",
         "issuer":{"id":"did:web:issuer.example","type":["Profile"],"name":"Example University","url":"https://issuer.example"},
         "credentialSubject":{"id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e51","type":["AchievementSubject"],
           "achievement":{"id":"https://issuer.example/achievements/ml","type":["Achievement"],"achievementType":"Course",
             "name":"Introduction to ML","description":"Twelve weeks.","criteria":{"narrative":"Pass the final project."},"creditsAvailable":3}},
         "credentialStatus":{"id":"https://issuer.example/status/revocation-1#1","type":"StatusList2021Entry","statusPurpose":"revocation",
           "statusListIndex":"1","statusListCredential":"https://issuer.example/status/revocation-1"}}
        """;

    public static IReadOnlyList<string> Shapes { get; } = ["small", "typical", "many", "long"];

    public static byte[] Create(string shape)
    {
        JsonObject document = JsonNode.Parse(Small)!.AsObject();
        JsonObject subject = document["credentialSubject"]!.AsObject();
        JsonObject achievement = subject["achievement"]!.AsObject();
        switch (shape)
        {
            case "typical":
                achievement["alignment"] = Alignments(4, "");
                document["evidence"] = Repeat(2, i => new JsonObject
                {
                    ["id"] = $"https://issuer.example/evidence/{i}",
                    ["type"] = new JsonArray("Evidence"),
                    ["name"] = $"Project {i}",
                    ["narrative"] = "A working model with tests and a report of what it cannot do.",
                });
                achievement["resultDescription"] = Repeat(3, i => new JsonObject
                {
                    ["id"] = $"urn:uuid:00000000-0000-4000-9000-00000000000{i}",
                    ["type"] = new JsonArray("ResultDescription"),
                    ["name"] = $"Grade {i}",
                    ["resultType"] = "LetterGrade",
                });
                subject["result"] = Repeat(3, i => new JsonObject
                {
                    ["type"] = new JsonArray("Result"),
                    ["resultDescription"] = $"urn:uuid:00000000-0000-4000-9000-00000000000{i}",
                    ["value"] = "A",
                });
                break;
            case "many":
                achievement["alignment"] = Alignments(200, " It is described here at some length, as frameworks of skills do, so that the text weighs what it should.");
                break;
            case "long":
                achievement["criteria"]!["narrative"] = Narrative(60_000);
                break;
        }

        return Encoding.UTF8.GetBytes(document.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static JsonArray Alignments(int count, string more) => Repeat(count, i => new JsonObject
    {
        ["type"] = new JsonArray("Alignment"),
        ["targetName"] = $"Skill {i}",
        ["targetUrl"] = $"https://esco.example/skill/{i}",
        ["targetFramework"] = "ESCO",
        ["targetDescription"] = $"Knows skill {i}." + more,
    });

    private static JsonArray Repeat(int count, Func<int, JsonObject> item)
    {
        var array = new JsonArray();
        for (int i = 0; i < count; i++)
        {
            array.Add(item(i));
        }

        return array;
    }

    private static string Narrative(int length)
    {
        var text = new StringBuilder();
        for (int i = 0; text.Length < length; i++)
        {
            text.Append("Week ").Append(i).Append(": the learner reads, builds and explains \"one thing\" well.\n");
        }

        return text.ToString(0, length);
    }
}
