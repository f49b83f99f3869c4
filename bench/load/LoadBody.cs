using System.Text;
using System.Text.Json.Nodes;

namespace LearnCoin.Load;

/// <summary>
/// Batches of the "typical" shape of bench/Benchmarks: four alignments, three result descriptions, two pieces of evidence, three results.
/// Evidence and results differ from one credential to the next, so nothing can be checked once for all.
/// </summary>
internal static class LoadBody
{
    public static byte[] Of(int count, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[16];
        var credentials = Repeat(count, i =>
        {
            random.NextBytes(bytes);
            (bytes[6], bytes[8]) = ((byte)(0x40 | (bytes[6] & 0x0f)), (byte)(0x80 | (bytes[8] & 0x3f))); // RFC 9562, version 4
            return Credential(i, new Guid(bytes, bigEndian: true));
        });
        return Encoding.UTF8.GetBytes(new JsonObject { ["credentials"] = credentials }.ToJsonString());
    }

    private static JsonObject Credential(int number, Guid recipient) => new()
    {
        ["recipient"] = new JsonObject
        {
            ["id"] = $"urn:uuid:{recipient}",
            ["name"] = $"Recipient {number}",
            ["email"] = $"recipient-{number}@students.example",
        },
        ["achievement"] = Achievement(),
        ["evidence"] = Repeat(2, i => new JsonObject
        {
            ["id"] = $"https://school.example/evidence/{recipient}/{i}",
            ["name"] = $"Project {i}",
            ["narrative"] = $"A working model with tests and a report of what it cannot do, number {number}.",
        }),
        ["result"] = Repeat(3, i => new JsonObject
        {
            ["resultDescription"] = $"urn:uuid:00000000-0000-4000-9000-00000000000{i}",
            ["value"] = "ABC"[number % 3].ToString(),
        }),
        ["issuanceDate"] = "2026-05-01T12:00:00Z",
        ["tenant_metadata"] = new JsonObject { ["row"] = number },
    };

    private static JsonObject Achievement() => new()
    {
        ["id"] = "https://school.example/credentials/intro-ml",
        ["achievementType"] = "Course",
        ["name"] = "Introduction to Machine Learning",
        ["description"] = "Completed the 12-week introductory course with distinction.",
        ["criteria"] = new JsonObject { ["narrative"] = "Passing grade (70 %) on the final project." },
        ["creditsAvailable"] = 3,
        ["alignment"] = Repeat(4, static i => new JsonObject
        {
            ["targetName"] = $"Skill {i}",
            ["targetUrl"] = $"https://esco.example/skill/{i}",
            ["targetFramework"] = "ESCO",
            ["targetDescription"] = $"Knows skill {i}.",
        }),
        ["resultDescription"] = Repeat(3, static i => new JsonObject
        {
            ["id"] = $"urn:uuid:00000000-0000-4000-9000-00000000000{i}",
            ["name"] = $"Grade {i}",
            ["resultType"] = "LetterGrade",
        }),
    };

    private static JsonArray Repeat(int count, Func<int, JsonObject> item) => new([.. Enumerable.Range(0, count).Select(i => (JsonNode)item(i))]);
}
