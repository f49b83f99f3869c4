using System.Globalization;
using System.Text.Json.Nodes;

namespace LearnCoin.Api.Tests.Host;

/// <summary>Bodies of <c>POST /v1/batches</c> in the walkthrough's shape (seeds/first-credential.txt, steps 3 and 4).</summary>
internal static class Requests
{
    public static string RecipientId(int number) => $"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-{number.ToString("x12", CultureInfo.InvariantCulture)}";

    public static JsonObject Credential(int number = 0) => new()
    {
        ["recipient"] = new JsonObject { ["id"] = RecipientId(number), ["name"] = "Ada Lovelace" },
        ["achievement"] = new JsonObject
        {
            ["id"] = "https://yourschool.example/credentials/intro-ml",
            ["name"] = "Introduction to Machine Learning",
            ["description"] = "Completed the 12-week course.",
            ["criteria"] = new JsonObject { ["narrative"] = "Passing grade on the final project." },
        },
        ["issuanceDate"] = "2026-04-23T12:00:01.234Z",
    };

    public static JsonObject Of(int count, Action<JsonObject>? change = null) => new()
    {
        ["credentials"] = new JsonArray([.. Enumerable.Range(0, count).Select(number =>
        {
            var credential = Credential(number);
            change?.Invoke(credential);
            return (JsonNode)credential;
        })]),
    };
}
