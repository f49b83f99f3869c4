using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Requests;

namespace LearnCoin.Api.Tests;

/// <summary>Bar 8: what a tenant must not put into a signed document is 400 at its place, and nothing is stored, debited or signed.</summary>
public sealed class InjectionTests(Service service) : IClassFixture<Service>
{
    private const string Entry = """{"targetName":"n","targetUrl":"https://t.example/"}""";

    public static TheoryData<string, string, string> Rules
    {
        get
        {
            var rules = new TheoryData<string, string, string>();
            // Members with '@' or ':', and proof, at several depths.
            foreach (var name in new[] { "@context", "@id", "@type", "@graph", "@reverse", "@included", "@anything", "a:b", "https://x.example/p", "schema:name", ":", "proof" })
            {
                rules.Add("achievement", name, "1");
                rules.Add("achievement/criteria", name, "{}");
                rules.Add("achievement/alignment/0", name, "\"x\"");
                rules.Add("evidence/0", name, "[]");
                rules.Add("result/0", name, "null");
            }

            // Ids that are not the tenant's to speak about.
            foreach (var id in new[]
            {
                "_:b0", "_:c14n0", Requests.RecipientId(0), Requests.RecipientId(0).ToUpperInvariant(), "did:web:creds.example", "DID:web:creds.example", "did:web:creds.example#tenant-x", "did:web:creds.example?service=x",
                Service.Origin + "/status/x-test-0", Service.Origin + "/status/x-test-0#1", Service.Origin + "/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX",
                Service.Origin + "/issuer/profile.json", Service.Origin + "/.well-known/did.json",
            })
            {
                rules.Add("achievement", "id", $"\"{id}\"");
                rules.Add("achievement/criteria", "id", $"\"{id}\"");
                rules.Add("achievement/creator", "id", $"\"{id}\"");
                rules.Add("achievement/alignment/0", "id", $"\"{id}\"");
                rules.Add("evidence/0", "id", $"\"{id}\"");
            }

            // Types outside Open Badges 3.0, or of another place.
            foreach (var type in new[] { "\"VerifiableCredential\"", "[\"Achievement\",\"Extra\"]", "\"https://x.example/T\"", "[]", "\"DataIntegrityProof\"", "\"AchievementSubject\"" })
            {
                rules.Add("achievement", "type", type);
                rules.Add("achievement/alignment/0", "type", type);
                rules.Add("evidence/0", "type", type);
                rules.Add("result/0", "type", type);
            }

            // Terms that no class has: they would be dropped unsigned, or mean something else.
            foreach (var name in new[] { "credentialSubject", "issuer", "validFrom", "credentialStatus", "holder", "unknownTerm", "termsOfUse" })
            {
                rules.Add("achievement", name, "\"x\"");
                rules.Add("evidence/0", name, "\"x\"");
            }

            return rules;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Is_refused_at_its_pointer(string place, string member, string value)
    {
        var credential = Credential();
        At(credential, place)[member] = JsonNode.Parse(value);
        await RefusedAsync(credential, $"/credentials/0/{place}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
    }

    [Theory]
    [InlineData("achievement/alignment", Entry)]
    [InlineData("achievement/alignment", """{"targetUrl":"https://t.example/","targetName":"n","type":["Alignment"]}""")]
    [InlineData("evidence", """{"narrative":"e"}""")]
    [InlineData("result", """{"value":"A"}""")]
    [InlineData("achievement/tag", "\"t\"")]
    public async Task An_entry_deep_equal_to_an_earlier_one_is_refused(string array, string entry)
    {
        var credential = Credential();
        var slash = array.LastIndexOf('/');
        var list = (slash < 0 ? credential : At(credential, array[..slash]))[array[(slash + 1)..]]!.AsArray();
        list.Add(JsonNode.Parse(entry));
        await RefusedAsync(credential, $"/credentials/0/{array}/1");
    }

    [Fact]
    public async Task The_same_credential_without_any_of_it_is_accepted_and_anchored()
    {
        var tenant = await service.TenantAsync();
        await service.AnchoredAsync(tenant.TestKey, new JsonObject { ["credentials"] = new JsonArray(Credential()) });
    }

    [Fact]
    public async Task Blank_nodes_that_would_take_for_ever_are_refused_in_time()
    {
        var credential = Credential();
        credential["result"] = new JsonArray([.. Enumerable.Range(0, 60).Select(static number => (JsonNode)new JsonObject
        {
            ["alignment"] = new JsonArray([.. Enumerable.Range(0, 8).Select(target => (JsonNode)new JsonObject
            {
                ["targetName"] = "n" + ((number + target) % 9),
                ["targetUrl"] = "https://t.example/" + ((number * target) % 7),
            })]),
            ["value"] = "v",
        }).DistinctBy(static node => node.ToJsonString())]);
        var tenant = await service.TenantAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var answer = await service.PostAsync(tenant.TestKey, new JsonObject { ["credentials"] = new JsonArray(credential) });
        Assert.True(answer.Status is 202 or 400, answer.Text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    private async Task RefusedAsync(JsonObject credential, string pointer)
    {
        var tenant = await service.TenantAsync();
        var answer = await service.PostAsync(tenant.TestKey, new JsonObject { ["credentials"] = new JsonArray(credential) }, "k");
        Assert.True(answer.Status == 400, $"{answer.Status} {answer.Text}");
        var error = answer.IsError(400, answer.ErrorCode!);
        Assert.Contains(pointer, error["details"]!.AsArray().Select(static detail => (string)detail!["pointer"]!));
        Assert.Equal((0, 0), (await service.BatchCountAsync(tenant.TestKey), await service.IssuedAsync(tenant.TestKey)));
        Assert.False(StoreDump.Of(service.Database, "batches").Contains(tenant.Tenant.Id.Value));
        Assert.False(StoreDump.Of(service.Database, "statuslists").Contains(tenant.Tenant.Id.Value));
    }

    private static JsonObject Credential()
    {
        var credential = Requests.Credential();
        var achievement = credential["achievement"]!.AsObject();
        achievement["alignment"] = new JsonArray(JsonNode.Parse(Entry));
        achievement["creator"] = JsonNode.Parse("""{"id":"https://school.example/","type":["Profile"],"name":"School"}""");
        achievement["tag"] = new JsonArray("t");
        credential["evidence"] = JsonNode.Parse("""[{"narrative":"e"}]""");
        credential["result"] = JsonNode.Parse("""[{"value":"A"}]""");
        return credential;
    }

    private static JsonObject At(JsonObject credential, string place)
    {
        JsonNode node = credential;
        foreach (var step in place.Split('/'))
        {
            node = node is JsonArray list ? list[int.Parse(step)]! : node[step]!;
        }

        return node.AsObject();
    }
}
