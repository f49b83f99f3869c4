using System.Text.Json.Nodes;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Batches;

/// <summary>Issue "1. The main job", bar 8: what a tenant may not smuggle into the signed graph; 400 at the pointer.</summary>
public sealed class InjectionRulesTests
{
    public static TheoryData<string, string> Refused()
    {
        var data = new TheoryData<string, string>();
        string[] objects = ["/achievement", "/achievement/criteria", "/achievement/alignment/0", "/achievement/creator", "/achievement/creator/address/geo", "/evidence/0", "/result/0", "/result/0/alignment/0"];
        (string Name, string Value)[] members =
        [
            ("@context", "{\"name\":\"https://evil.example/\"}"), ("@id", "\"urn:uuid:1\""), ("@type", "\"X\""), ("@graph", "[]"), ("@included", "[]"), ("@reverse", "{}"), ("@nonsense", "1"),
            ("schema:name", "\"x\""), ("https://www.w3.org/2018/credentials#issuer", "\"x\""), ("proof", "{}"),
        ];
        foreach (var at in objects)
        {
            foreach (var (name, value) in members)
            {
                data.Add($"{at}/{name.Replace("/", "~1", StringComparison.Ordinal)}", value);
            }
        }

        string[] ids = ["/achievement/id", "/achievement/creator/id", "/achievement/related/0/id", "/evidence/0/id", "/result/0/id", "/achievement/alignment/0/id"];
        string[] reserved =
        [
            "_:b0", "_:", Bodies.RecipientId, "URN:UUID:4E0C7F2E-6B1A-4F5A-9C8E-8A1B2C3D4E5F", Bodies.Did, Bodies.Did + "#z6MkKey", Bodies.Did + "/x",
            Bodies.Origin + "/status/1#94", Bodies.Origin + "/status/1", Bodies.Origin + "/c/crd_01", Bodies.Origin + "/issuer/profile.json",
        ];
        foreach (var at in ids)
        {
            foreach (var id in reserved)
            {
                data.Add(at, $"\"{id}\"");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_member_that_would_change_our_own_statements_is_refused_at_its_pointer(string pointer, string value)
    {
        var body = Rich();
        Set(body, pointer, value);

        var error = Bodies.Read(body).Error;

        Assert.NotNull(error);
        Assert.Equal(ErrorCode.InvalidFieldFormat, error.Code);
        Assert.Equal("/credentials/0" + pointer, Assert.Single(error.Details).Pointer);
    }

    [Theory]
    [InlineData("/achievement/name", "{\"@value\":\"x\"}", "/achievement/name/@value")]
    [InlineData("/achievement/tag", "[{\"@value\":\"x\"}]", "/achievement/tag/0/@value")]
    [InlineData("/achievement/unknown", "{\"deep\":[[{\"@graph\":1}]]}", "/achievement/unknown/deep/0/0/@graph")]
    [InlineData("/achievement/unknown", "{\"proof\":{}}", "/achievement/unknown/proof")]
    [InlineData("/achievement/unknown", "[{\"id\":\"_:b0\"}]", "/achievement/unknown/0/id")]
    [InlineData("/achievement/creator/parentOrg", "{\"id\":\"did:web:learncoin.example\"}", "/achievement/creator/parentOrg/id")]
    public void It_is_found_wherever_it_stands(string pointer, string value, string refusedAt)
    {
        var body = Rich();
        Set(body, pointer, value);

        Assert.Contains(Bodies.Read(body).Error!.Details, f => f.Pointer == "/credentials/0" + refusedAt);
    }

    [Theory]
    [InlineData("/achievement/alignment/1", "{\"targetName\":\"t\",\"targetUrl\":\"https://t.example/\"}")]
    [InlineData("/result/1", "{\"value\":\"A\",\"alignment\":[{\"targetName\":\"t\",\"targetUrl\":\"https://t.example/\"}]}")]
    [InlineData("/evidence/1", "{\"narrative\":\"n\",\"name\":\"e\"}")]
    [InlineData("/achievement/otherIdentifier/1", "{\"identifierType\":\"isbn\",\"identifier\":\"1\",\"type\":\"IdentifierEntry\"}")]
    [InlineData("/achievement/tag/1", "\"a\"")]
    public void A_repetition_in_one_array_is_refused_whatever_the_order_of_members(string pointer, string entry)
    {
        var body = Rich();
        Set(body, pointer, entry);

        var fault = Assert.Single(Bodies.Read(body).Error!.Details);
        Assert.Equal($"invalid_field_format /credentials/0{pointer}", $"{fault.Code} {fault.Pointer}");
    }

    [Theory]
    [InlineData("did:web:learncoin.example.org")]
    [InlineData("did:web:other.example")]
    [InlineData("https://learncoin.example.org/status/1")]
    [InlineData("https://learncoin.example/docs")]
    [InlineData("urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e50")]
    public void An_id_that_is_nobodys_of_ours_is_accepted(string id)
    {
        var body = Rich();
        Set(body, "/achievement/creator/id", $"\"{id}\"");

        Assert.True(Bodies.Read(body).IsOk);
    }

    [Fact]
    public void The_body_these_tests_vary_is_accepted()
    {
        var request = Bodies.Read(Rich());

        Assert.True(request.IsOk, request.Error?.Message);
    }

    private static JsonNode Rich() => Bodies.With(credential =>
    {
        credential["achievement"]!["alignment"] = JsonNode.Parse("[{\"targetUrl\":\"https://t.example/\",\"targetName\":\"t\"}]");
        credential["achievement"]!["creator"] = JsonNode.Parse("{\"id\":\"https://school.example/\",\"address\":{\"geo\":{\"latitude\":1,\"longitude\":2.5}}}");
        credential["achievement"]!["related"] = JsonNode.Parse("[{\"id\":\"https://school.example/r\"}]");
        credential["achievement"]!["otherIdentifier"] = JsonNode.Parse("[{\"identifier\":\"1\",\"identifierType\":\"isbn\"}]");
        credential["achievement"]!["tag"] = JsonNode.Parse("[\"a\"]");
        credential["evidence"] = JsonNode.Parse("[{\"name\":\"e\",\"narrative\":\"n\"}]");
        credential["result"] = JsonNode.Parse("[{\"alignment\":[{\"targetUrl\":\"https://t.example/\",\"targetName\":\"t\"}],\"value\":\"A\"}]");
    });

    private static void Set(JsonNode body, string pointer, string value)
    {
        var steps = pointer.Split('/')[1..].Select(s => s.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        var at = body["credentials"]![0]!;
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step)]! : at[step]!;
        }

        if (at is JsonArray array)
        {
            array.Add(JsonNode.Parse(value));
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(value);
        }
    }
}
