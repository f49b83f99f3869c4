using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>What tests of erasures do again and again.</summary>
internal static class ErasureFixture
{
    private static readonly JsonObject Request = new() { ["requester"] = "recipient", ["verified_at"] = "2026-04-23T12:00:00Z" };

    public static List<string> Ids(JsonNode batch) => [.. batch["credentials"]!.AsArray().Select(static credential => (string)credential!["id"]!)];

    public static Dictionary<string, int> Numbers(JsonNode batch) =>
        batch["credentials"]!.AsArray().ToDictionary(
            static credential => (string)credential!["id"]!, static credential => int.Parse(((string)credential!["external_id"]!).Split('-', '|')[2]));

    /// <summary>A batch of people who can be told apart from all others, byte by byte.</summary>
    public static JsonObject People(string who, int count)
    {
        var body = Requests.Of(count);
        for (var i = 0; i < count; i++)
        {
            var credential = body["credentials"]![i]!;
            credential["recipient"]!["name"] = $"Zoë {who} {i:D3} Ünïque";
            credential["recipient"]!["email"] = $"mail-{who}-{i:D3}@people.example";
            credential["external_id"] = $"xid-{who}-{i}|";
            credential["tenant_metadata"] = new JsonObject { ["note"] = $"meta-{who}-{i:D3}" };
        }

        return body;
    }

    public static Task<Answer> EraseAsync(this Service service, string apiKey, string id, string? body = null, string? key = null) =>
        service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/erase", apiKey, request =>
        {
            request.Content = new StringContent(body ?? Request.ToJsonString(), Encoding.UTF8, "application/json");
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            }
        });

    public static async Task ErasedAsync(this Service service, TestTenant tenant, string id)
    {
        var answer = await service.EraseAsync(tenant.TestKey, id);
        Assert.True(answer.Status == 200, answer.Text);
    }
}
