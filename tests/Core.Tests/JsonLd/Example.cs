using System.Text;
using System.Text.Json.Nodes;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>A credential as the product issues it, to change in tests.</summary>
internal static class Example
{
    private const string Text =
        """
        {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
          {"@import":"https://w3id.org/blockcerts/v3.2",
           "image":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#image","@type":"@id"},
           "url":{"@id":"https://schema.org/url","@type":"https://www.w3.org/2001/XMLSchema#anyURI"}},
          "https://w3id.org/vc/status-list/2021/v1"],
         "id":"urn:uuid:00000000-0000-4000-8000-000000000001","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Introduction to ML",
         "validFrom":"2026-01-01T00:00:00Z","validUntil":"2036-01-01T00:00:00Z",
         "issuer":{"id":"did:web:issuer.example","type":["Profile"],"name":"Example University","url":"https://issuer.example"},
         "credentialSubject":{"id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e51","type":["AchievementSubject"],
           "achievement":{"id":"https://issuer.example/achievements/ml","type":["Achievement"],"name":"Introduction to ML",
             "description":"Twelve weeks.","criteria":{"narrative":"Pass the final project."},
             "alignment":[{"type":["Alignment"],"targetName":"A","targetUrl":"https://a.example/"},
                          {"type":["Alignment"],"targetName":"B","targetUrl":"https://b.example/"}]}},
         "credentialStatus":{"id":"https://issuer.example/status/1#1","type":"StatusList2021Entry","statusPurpose":"revocation",
           "statusListIndex":"1","statusListCredential":"https://issuer.example/status/1"}}
        """;

    public static JsonObject Credential() => JsonNode.Parse(Text)!.AsObject();

    public static byte[] Utf8(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    /// <summary>Every object of the document but contexts, the document itself first.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject obj:
                yield return obj;
                foreach (JsonObject inner in obj.Where(m => m.Key != "@context").SelectMany(m => Objects(m.Value)))
                {
                    yield return inner;
                }

                break;
            case JsonArray array:
                foreach (JsonObject inner in array.SelectMany(Objects))
                {
                    yield return inner;
                }

                break;
        }
    }
}
