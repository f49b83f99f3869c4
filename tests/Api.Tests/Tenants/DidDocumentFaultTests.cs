using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Tenants;

/// <summary>Documents that fall short: the DID stays pending and the tenant is told what is missing.</summary>
public sealed class DidDocumentFaultTests(DevelopmentService service) : IClassFixture<DevelopmentService>
{
    private static readonly Dictionary<string, Action<JsonNode>> Changes = new(StringComparer.Ordinal)
    {
        ["signing key not under assertionMethod"] = static document => document["assertionMethod"]!.AsArray().RemoveAt(0),
        ["anchor key not under assertionMethod"] = static document => document["assertionMethod"]!.AsArray().RemoveAt(1),
        ["signing key missing"] = static document => document["verificationMethod"]!.AsArray().RemoveAt(0),
        ["anchor key of the test chain missing"] = static document => document["verificationMethod"]!.AsArray().RemoveAt(1),
        ["anchor key of the live chain missing"] = static document => document["verificationMethod"]!.AsArray().RemoveAt(2),
        ["another controller"] = static document => document["verificationMethod"]![0]!["controller"] = "did:web:evil.example",
        ["another key under the id"] = static document => document["verificationMethod"]![0]!["publicKeyJwk"]!["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        ["anchor keys swapped"] = static document =>
        {
            var (a, b) = (document["verificationMethod"]![1]!["publicKeyJwk"]!.DeepClone(), document["verificationMethod"]![2]!["publicKeyJwk"]!.DeepClone());
            (document["verificationMethod"]![1]!["publicKeyJwk"], document["verificationMethod"]![2]!["publicKeyJwk"]) = (b, a);
        },
        ["a relative method id"] = static document => document["verificationMethod"]![0]!["id"] = "#key-1",
        ["a revoked key"] = static document => document["verificationMethod"]![0]!["revoked"] = "2030-01-01T00:00:00Z",
        ["an expiring key"] = static document => document["verificationMethod"]![1]!["expires"] = "2030-01-01T00:00:00Z",
        ["multibase only, which Blockcerts readers do not take"] = static document =>
        {
            var method = document["verificationMethod"]![0]!.AsObject();
            method.Remove("publicKeyJwk");
            method["type"] = "Multikey";
            method["publicKeyMultibase"] = ((string)method["id"]!).Split('#')[1];
        },
    };

    public static TheoryData<string> ChangeNames => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public async Task A_document_without_a_key_as_it_is_needed_stays_pending_and_names_the_key(string change)
    {
        var (tenant, did, document) = await service.PendingAsync();
        var changed = document.DeepClone();
        Changes[change](changed);
        service.Schools.Publish(did, changed);
        var answer = await service.PutDidAsync(tenant.TestKey, did);
        Assert.Equal((202, "pending"), (answer.Status, (string?)answer.Json["status"]));
        Assert.Contains(did + "#", (string)answer.Json["problem"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("tenant.did_active", await service.AuditAsync(tenant));

        // Nothing but that was wrong.
        service.Schools.Publish(did, document);
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, did)).Status);
    }

    [Theory]
    [InlineData("not JSON", "not a DID document")]
    [InlineData("[]", "not a DID document")]
    [InlineData("{}", "not a DID document")]
    [InlineData("{\"id\":\"DID\",\"id\":\"DID\",\"verificationMethod\":[],\"assertionMethod\":[]}", "not a DID document")]
    [InlineData("{\"id\":\"did:web:other.example\",\"verificationMethod\":[],\"assertionMethod\":[]}", "not a DID document")]
    [InlineData("{\"id\":\"DID\",\"verificationMethod\":[],\"assertionMethod\":[{}]}", "not a DID document")]
    [InlineData("{\"id\":\"DID\",\"verificationMethod\":[{\"id\":\"DID#a\"},{\"id\":\"DID#a\"}],\"assertionMethod\":[]}", "not a DID document")]
    [InlineData("{\"id\":\"DID\",\"verificationMethod\":[{\"id\":\"DID#tenant-x\"}],\"assertionMethod\":[]}", "issuers share")]
    [InlineData("{\"id\":\"DID\",\"verificationMethod\":[],\"assertionMethod\":[]}", "does not list these keys")]
    public async Task What_is_no_document_of_the_DID_is_told_so(string body, string problem)
    {
        var (tenant, did, _) = await service.PendingAsync();
        service.Schools.Publish(did, body.Replace("DID", did, StringComparison.Ordinal));
        var answer = await service.PutDidAsync(tenant.TestKey, did);
        Assert.Equal(202, answer.Status);
        Assert.Contains(problem, (string)answer.Json["problem"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(302, "answered 302; redirects are not followed")]
    [InlineData(500, "answered 500")]
    [InlineData(403, "answered 403")]
    public async Task A_server_that_does_not_answer_200_is_told_so(int status, string problem)
    {
        var (tenant, did, document) = await service.PendingAsync();
        service.Schools.Publish(did, document.ToJsonString(), status);
        Assert.Contains(problem, (string)(await service.PutDidAsync(tenant.TestKey, did)).Json["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_64_KiB_is_read_and_one_byte_more_is_not()
    {
        var (tenant, did, document) = await service.PendingAsync();
        var text = document.ToJsonString();
        service.Schools.Publish(did, text + new string(' ', 65_537 - text.Length));
        Assert.Contains("longer than 65536 bytes", (string)(await service.PutDidAsync(tenant.TestKey, did)).Json["problem"]!, StringComparison.Ordinal);
        service.Schools.Publish(did, text + new string(' ', 65_536 - text.Length));
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, did)).Status);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_so()
    {
        var tenant = await service.TenantAsync();
        var answer = await service.PutDidAsync(tenant.TestKey, "did:web:localhost%3A9");
        Assert.Contains("could not be reached", (string)answer.Json["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_issuer_profile_must_be_named_and_list_the_anchor_keys()
    {
        var (tenant, did, document) = await service.PendingAsync();
        var profile = (await service.GetAsync("/issuer/profile.json")).Json;
        var without = document.DeepClone();
        without.AsObject().Remove("service");
        var short1 = profile.DeepClone();
        short1["publicKey"]!.AsArray().RemoveAt(0);
        var revoked = profile.DeepClone();
        revoked["publicKey"]![0]!["revoked"] = "2026-01-01T00:00:00Z";
        JsonNode Named(string url)
        {
            var copy = document.DeepClone();
            copy["service"]![0]!["serviceEndpoint"] = url;
            return copy;
        }

        (JsonNode Document, string Problem)[] refused =
        [
            (without, "no service of type IssuerProfile"),
            (Named("not a url"), "no service of type IssuerProfile"),
            (Named("ftp://school.example/profile.json"), "could not be fetched"),
            (Named("http://10.0.0.1/profile.json"), "could not be fetched"),
            (Named("https://xn--ü.example/profile.json"), "could not be fetched"),
            (Named($"https://{string.Join('.', Enumerable.Repeat(new string('a', 60), 8))}/profile.json"), "could not be fetched"),
            (Named(service.Schools.Put("/missing.json", "", 404)), "could not be fetched"),
            (Named(service.Schools.Put("/short.json", short1.ToJsonString())), "does not list the anchor keys"),
            (Named(service.Schools.Put("/revoked.json", revoked.ToJsonString())), "does not list the anchor keys"),
        ];
        foreach (var (changed, problem) in refused)
        {
            service.Schools.Publish(did, changed);
            var answer = await service.PutDidAsync(tenant.TestKey, did);
            Assert.Equal(202, answer.Status);
            Assert.Contains(problem, (string)answer.Json["problem"]!, StringComparison.Ordinal);
        }

        service.Schools.Publish(did, Named(service.Schools.Put("/own-profile.json", profile.ToJsonString())));
        Assert.Equal(200, (await service.PutDidAsync(tenant.TestKey, did)).Status);
    }
}
