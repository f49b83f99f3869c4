using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Batches;

/// <summary>Batch bodies for tests: the walkthrough's own (seeds/first-credential.txt, step 3 and 4) and variations of it.</summary>
internal static class Bodies
{
    public const string Did = "did:web:learncoin.example";
    public const string Origin = "https://learncoin.example";
    public const string RecipientId = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f";

    public const string Seed =
        """
        {"credentials":[{"recipient":{"id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f","name":"Ada Lovelace","email":"ada@example.com"},
        "achievement":{"id":"https://yourschool.edu/credentials/intro-ml","name":"Introduction to Machine Learning",
        "description":"Completed the 12-week introductory course with distinction.",
        "criteria":{"narrative":"Passing grade (≥ 70%) on the final project plus peer-reviewed code submission."},
        "alignment":[{"targetFramework":"ESCO","targetCode":"S1.4.0","targetName":"Machine learning",
        "targetUrl":"https://esco.ec.europa.eu/en/classification/skill?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2FS1.4.0"}]},
        "issuanceDate":"2026-04-23T12:00:01.234Z"}]}
        """;

    public static ReservedIds Reserved { get; } = new([Did], Origin);

    public static Result<BatchRequest> Read(string body) => BatchRequestReader.Read(Encoding.UTF8.GetBytes(body), Reserved);

    public static Result<BatchRequest> Read(JsonNode body) => Read(body.ToJsonString());

    /// <summary>The seed's body with one change made to its credential.</summary>
    public static JsonNode With(Action<JsonObject> change)
    {
        var body = JsonNode.Parse(Seed)!;
        change(body["credentials"]![0]!.AsObject());
        return body;
    }

    /// <summary>The seed's body with the value at a pointer below the credential set, or removed when null.</summary>
    public static JsonNode WithValue(string pointer, string? json) => With(credential =>
    {
        var steps = pointer.Split('/')[1..];
        JsonNode at = credential;
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step)]! : at.AsObject()[step]!;
        }

        var last = steps[^1].Replace("~1", "/").Replace("~0", "~");
        if (at is JsonArray array)
        {
            array.Insert(int.Parse(last), JsonNode.Parse(json!));
        }
        else if (json is null)
        {
            at.AsObject().Remove(last);
        }
        else
        {
            at[last] = JsonNode.Parse(json);
        }
    });
}
