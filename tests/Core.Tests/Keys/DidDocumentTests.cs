using System.Text.Json;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tests.Ethereum;

namespace LearnCoin.Core.Tests.Keys;

public sealed class DidDocumentTests
{
    private const string Did = "did:web:issuer.example";

    private static readonly Uri Origin = new("https://issuer.example");

    private static readonly AnchorKey Anchor = new(KnownAccount.PublicKey, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("https://issuer.example", "did:web:issuer.example")]
    [InlineData("https://Issuer.Example/", "did:web:issuer.example")]
    [InlineData("https://issuer.example:443", "did:web:issuer.example")]
    [InlineData("https://issuer.example:8443", "did:web:issuer.example%3A8443")]
    [InlineData("http://127.0.0.1:5080", "did:web:127.0.0.1%3A5080")]
    public void The_identifier_is_the_host_with_an_escaped_port(string origin, string did) =>
        Assert.Equal(did, DidWeb.FromOrigin(new Uri(origin)));

    [Theory]
    [InlineData("https://issuer.example/path")]
    [InlineData("https://issuer.example/?q")]
    [InlineData("https://issuer.example/#f")]
    [InlineData("https://user@issuer.example")]
    [InlineData("ftp://issuer.example")]
    public void An_origin_with_more_than_a_host_is_refused(string origin) =>
        Assert.Throws<ArgumentException>(() => DidWeb.FromOrigin(new Uri(origin)));

    [Fact]
    public void Each_key_has_its_own_fragment_and_the_tenant_shows_the_newest()
    {
        var (older, newer) = (Key(1), Key(2));
        var document = Write(new PublishedTenant("acme", ["Acme"], [older, newer]));
        var methods = document.GetProperty("verificationMethod").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);
        string[] ids = [$"{Did}#{older.Fragment}", $"{Did}#{newer.Fragment}", $"{Did}#tenant-acme", $"{Did}#anchor-f39fd6e5"];
        Assert.Equal(ids, methods.Keys);
        Assert.Equal(ids, document.GetProperty("assertionMethod").EnumerateArray().Select(e => e.GetString()!));
        Assert.StartsWith("z6Mk", older.Fragment, StringComparison.Ordinal);
        Assert.Equal(newer.PublicKey.ToArray(), Jwk.ReadEd25519(methods[ids[2]].GetProperty("publicKeyJwk")));
        Assert.Equal(KnownAccount.PublicKey, Jwk.ReadSecp256k1(methods[ids[3]].GetProperty("publicKeyJwk")));
        Assert.All(methods.Values, m =>
        {
            Assert.Equal("JsonWebKey", m.GetProperty("type").GetString());
            Assert.Equal(Did, m.GetProperty("controller").GetString());
            Assert.False(m.TryGetProperty("revoked", out _) || m.TryGetProperty("expires", out _));
        });
    }

    [Fact]
    public void The_document_names_its_contexts_its_profile_and_whose_keys_are_whose()
    {
        var document = Write(new PublishedTenant("acme", ["Acme Old", "Acme"], [Key(1)]));
        Assert.Equal(Did, document.GetProperty("id").GetString());
        Assert.Equal("""["https://www.w3.org/ns/did/v1","https://w3id.org/security/jwk/v1"]""", document.GetProperty("@context").GetRawText());
        var services = document.GetProperty("service");
        Assert.Equal("IssuerProfile", services[0].GetProperty("type").GetString());
        Assert.Equal("https://issuer.example/issuer/profile.json", services[0].GetProperty("serviceEndpoint").GetString());
        var endpoint = services[1].GetProperty("serviceEndpoint");
        Assert.Equal("""["Acme Old","Acme"]""", endpoint.GetProperty("names").GetRawText());
        Assert.Equal($"{Did}#{Key(1).Fragment}", endpoint.GetProperty("keys")[0].GetString());
    }

    [Fact]
    public void A_compromised_key_stays_with_its_time_but_asserts_no_more()
    {
        var since = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var document = Write(new PublishedTenant("acme", ["Acme"], [Key(1), Key(2) with { CompromisedSince = since }]));
        var id = $"{Did}#{Key(2).Fragment}";
        var methods = document.GetProperty("verificationMethod").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);
        Assert.Equal("2026-05-01T00:00:00Z", methods[id].GetProperty("revoked").GetString());
        Assert.DoesNotContain(id, document.GetProperty("assertionMethod").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(Key(1).PublicKey.ToArray(), Jwk.ReadEd25519(methods[$"{Did}#tenant-acme"].GetProperty("publicKeyJwk")));
    }

    [Fact]
    public void A_tenant_with_no_trusted_key_left_has_no_tenant_fragment()
    {
        var document = Write(new PublishedTenant("acme", ["Acme"], [Key(1) with { CompromisedSince = DateTimeOffset.UnixEpoch }]));
        Assert.DoesNotContain("#tenant-acme\"", document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_profile_lists_anchor_keys_with_their_times()
    {
        var revoked = Anchor with { Revoked = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var profile = JsonDocument.Parse(IssuerProfile.Write(Origin, "Example", [Anchor, revoked])).RootElement;
        Assert.Equal(
            """
            {"@context":["https://www.w3.org/ns/credentials/v2","https://w3id.org/blockcerts/v3.2"],"type":"Profile","id":"https://issuer.example/issuer/profile.json","name":"Example","url":"https://issuer.example","publicKey":[{"id":"ecdsa-koblitz-pubkey:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266","created":"2020-01-01T00:00:00Z"},{"id":"ecdsa-koblitz-pubkey:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266","created":"2020-01-01T00:00:00Z","revoked":"2026-01-01T00:00:00Z"}]}
            """,
            profile.GetRawText());
    }

    private static JsonElement Write(params PublishedTenant[] tenants) =>
        JsonDocument.Parse(DidDocument.Write(Origin, tenants, [Anchor])).RootElement;

    private static TenantKey Key(int seed)
    {
        using var key = Ed25519PrivateKey.FromSeed(Ed25519Tests.Seed(seed));
        return new TenantKey(key.PublicKey.ToArray());
    }
}
