using System.Globalization;
using System.Text.Json.Nodes;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>Batches in the shape of the walkthrough.</summary>
internal static class BatchBody
{
    /// <param name="count">Credentials.</param>
    /// <param name="seed">The same seed gives the same bytes.</param>
    internal static byte[] Of(int count, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[16];
        var credentials = new JsonArray();
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            (bytes[6], bytes[8]) = ((byte)(0x40 | (bytes[6] & 0x0f)), (byte)(0x80 | (bytes[8] & 0x3f))); // RFC 9562, version 4
            credentials.Add(new JsonObject
            {
                ["recipient"] = new JsonObject
                {
                    ["id"] = $"urn:uuid:{new Guid(bytes, bigEndian: true)}",
                    ["name"] = $"Recipient {i}",
                    ["email"] = string.Create(CultureInfo.InvariantCulture, $"recipient-{i}@students.example"),
                },
                ["achievement"] = Achievement(),
                ["issuanceDate"] = "2026-05-01T12:00:00Z",
            });
        }

        return System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["credentials"] = credentials }.ToJsonString());
    }

    private static JsonObject Achievement() => new()
    {
        ["id"] = "https://school.example/credentials/intro-ml",
        ["name"] = "Introduction to Machine Learning",
        ["description"] = "Completed the 12-week introductory course with distinction.",
        ["criteria"] = new JsonObject { ["narrative"] = "Passing grade (≥ 70%) on the final project." },
    };
}
