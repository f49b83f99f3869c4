using System.Text;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

public sealed class EmbeddedContextsTests
{
    public static TheoryData<string> Iris() => new(EmbeddedContexts.Iris);

    [Theory]
    [MemberData(nameof(Iris))]
    public void Each_embedded_context_has_its_pinned_hash_and_compiles_in_safe_mode(string iri)
    {
        Assert.NotNull(EmbeddedContexts.Instance.Find(iri));
        byte[] json = Encoding.UTF8.GetBytes($$"""{"@context":"{{iri}}","@id":"urn:x:1","@type":"http://example.org/T"}""");
        Assert.Equal(
            "<urn:x:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/T> .\n",
            Encoding.UTF8.GetString(Canonicalizer.Shared.ToNQuads(json)));
    }

    [Fact]
    public void Other_documents_are_not_found() => Assert.Null(EmbeddedContexts.Instance.Find("https://example.org/"));
}
