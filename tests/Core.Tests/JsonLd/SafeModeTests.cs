using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

public sealed class SafeModeTests
{
    private const string Simple = """{"@context":{"p":"http://example.org/p","t":"http://example.org/t","n":null,"i":{"@id":"http://example.org/i","@type":"@id"},"l":{"@id":"http://example.org/l","@container":"@language"}},""";

    [Theory]
    [InlineData("\"p\":1,\"unknown\":2", "unmapped member", "/unknown")]
    [InlineData("\"p\":{\"p\":[1,{\"a~/b\":2}]}", "unmapped member", "/p/p/1/a~0~1b")]
    [InlineData("\"n\":1,\"p\":1", "unmapped member", "/n")]
    [InlineData("\"@later\":1,\"p\":1", "unmapped member", "/@later")]
    [InlineData("\"@container\":\"@set\",\"p\":1", "unmapped member", "/@container")]
    [InlineData("\"@id\":\"relative\",\"p\":1", "relative IRI", "/@id")]
    [InlineData("\"@id\":\"http://example.org/a b\",\"p\":1", "malformed IRI", "/@id")]
    [InlineData("\"@id\":\"@later\",\"p\":1", "reserved term", "/@id")]
    [InlineData("\"i\":\"relative\"", "relative IRI", "/i")]
    [InlineData("\"i\":\"@later\"", "reserved term", "/i")]
    [InlineData("\"@type\":\"Unknown\",\"p\":1", "undefined type", "/@type")]
    [InlineData("\"@type\":[\"t\",\"Unknown\"],\"p\":1", "undefined type", "/@type/1")]
    [InlineData("\"_:b\":1", "blank node predicate", "/_:b")]
    [InlineData("\"p\":{\"@value\":null}", "dropped value", "/p")]
    [InlineData("\"p\":{\"@language\":\"de\"}", "dropped value", "/p")]
    [InlineData("\"@language\":\"de\",\"p\":1", "dropped value", "")]
    [InlineData("\"p\":{\"@value\":\"x\",\"@language\":\"not a tag\"}", "invalid @language value", "/p/@value")]
    [InlineData("\"p\":{\"@value\":\"x\",\"@direction\":\"rtl\"}", "rdfDirection not set", "/p/@value")]
    [InlineData("\"l\":{\"not a tag\":\"x\"}", "invalid @language value", "/l/not a tag")]
    [InlineData("\"@graph\":[\"floating\"]", "dropped value", "/@graph/0")]
    [InlineData("\"@graph\":[{\"@id\":\"http://example.org/only\"}]", "dropped value", "/@graph/0")]
    [InlineData("\"@graph\":[{\"@list\":[1]}]", "dropped value", "/@graph/0")]
    [InlineData("\"@graph\":[{}]", "dropped value", "/@graph/0")]
    [InlineData("\"p\":9007199254740993", "imprecise number", "/p")]
    [InlineData("\"p\":1e999", "imprecise number", "/p")]
    public void What_would_be_lost_is_refused_at_its_place(string members, string code, string pointer)
    {
        byte[] json = Encoding.UTF8.GetBytes(Simple + members + "}");
        var error = Assert.Throws<JsonLdException>(() => Canonicalizer.Shared.ToNQuads(json));
        Assert.Equal((code, pointer), (error.Code, error.Pointer));
        // Without safe mode the same document is accepted: it is the safe mode that refuses.
        new Canonicalizer(EmbeddedContexts.Instance, new CanonicalizerOptions { SafeMode = false }).ToNQuads(json);
    }

    [Theory]
    [InlineData("""{"@context":{"@vocab":"relative/"},"p":1}""", "relative IRI")]
    [InlineData("""{"@context":{"@later":"http://example.org/x"},"@type":"http://example.org/T"}""", "reserved term")]
    [InlineData("""{"@context":{"x":{"@id":"@later"}},"@type":"http://example.org/T"}""", "reserved term")]
    [InlineData("""{"@context":{"x":{"@reverse":"@later"}},"@type":"http://example.org/T"}""", "reserved term")]
    public void Contexts_that_would_lose_something_are_refused(string json, string code)
    {
        var error = Assert.Throws<JsonLdException>(() => Canonicalizer.Shared.ToNQuads(Encoding.UTF8.GetBytes(json)));
        Assert.Equal((code, "/@context"), (error.Code, error.Pointer));
    }

    [Theory]
    [InlineData("\"p\":null")]
    [InlineData("\"p\":[]")]
    [InlineData("\"p\":{}")]
    [InlineData("\"p\":9007199254740992")]
    [InlineData("\"p\":{\"@id\":\"http://example.org/only\"}")]
    public void What_says_nothing_by_itself_is_accepted_as_jsonld_js_does(string members) =>
        Assert.NotNull(Canonicalizer.Shared.ToNQuads(Encoding.UTF8.GetBytes(Simple + "\"@type\":\"t\"," + members + "}")));

    [Fact]
    public void A_context_that_is_not_embedded_is_a_clear_error()
    {
        JsonObject document = Example.Credential();
        document["@context"] = "https://example.org/contexts/v1";
        var error = Assert.Throws<JsonLdException>(() => Canonicalizer.Shared.ToNQuads(Example.Utf8(document)));
        Assert.Equal("loading remote context failed", error.Code);
        Assert.Equal("/@context", error.Pointer);
        Assert.Contains("https://example.org/contexts/v1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protected_term_cannot_be_redefined_by_a_later_context()
    {
        JsonObject document = Example.Credential();
        document["@context"]!.AsArray().Add(JsonNode.Parse("""{"name":"http://evil.example/name"}"""));
        var error = Assert.Throws<JsonLdException>(() => Canonicalizer.Shared.ToNQuads(Example.Utf8(document)));
        Assert.Equal("protected term redefinition", error.Code);
    }

    [Fact]
    public void Messages_quote_no_value_of_the_document()
    {
        JsonObject document = Example.Credential();
        document["credentialSubject"]!["id"] = "Jane Doe";
        var error = Assert.Throws<JsonLdException>(() => Canonicalizer.Shared.ToNQuads(Example.Utf8(document)));
        Assert.Equal(("relative IRI", "/credentialSubject/id"), (error.Code, error.Pointer));
        Assert.DoesNotContain("Jane", error.ToString(), StringComparison.Ordinal);
    }
}
