using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Tests.Keys;

/// <summary>did:web method, "Read" (w3c-ccg.github.io/did-method-web), in one spelling.</summary>
public sealed class DidWebAddressTests
{
    [Theory]
    [InlineData("did:web:school.example", "https://school.example/.well-known/did.json")]
    [InlineData("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json")]
    [InlineData("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json")]
    [InlineData("did:web:example.com%3A8443", "https://example.com:8443/.well-known/did.json")]
    [InlineData("did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json")]
    [InlineData("did:web:a1.example:Path_1.x-y", "https://a1.example/Path_1.x-y/did.json")]
    [InlineData("did:web:localhost%3A8080", "http://localhost:8080/.well-known/did.json")]
    public void The_document_stands_where_the_method_says(string did, string url)
    {
        Assert.True(DidWebAddress.TryParse(did, out var address));
        Assert.Equal((did, url), (address.Did, address.DocumentUrl.AbsoluteUri));
    }

    [Theory]
    [InlineData("")]
    [InlineData("did:web:")]
    [InlineData("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")]
    [InlineData("DID:web:school.example")]
    [InlineData("did:Web:school.example")]
    [InlineData("did:web:School.example")]
    [InlineData("did:web:school")]
    [InlineData("did:web:school.example.")]
    [InlineData("did:web:.school.example")]
    [InlineData("did:web:school..example")]
    [InlineData("did:web:-school.example")]
    [InlineData("did:web:school-.example")]
    [InlineData("did:web:sch_ool.example")]
    [InlineData("did:web:bücher.example")]
    [InlineData("did:web:127.0.0.1")]
    [InlineData("did:web:8.8.8.8")]
    [InlineData("did:web:1.2")]
    [InlineData("did:web:school.0x7f")]
    [InlineData("did:web:%5B%3A%3A1%5D")]
    [InlineData("did:web:school.example:")]
    [InlineData("did:web:school.example::x")]
    [InlineData("did:web:school.example:x:")]
    [InlineData("did:web:school.example:..:x")]
    [InlineData("did:web:school.example:.")]
    [InlineData("did:web:school.example:a%2Fb")]
    [InlineData("did:web:school.example:a%3Ab")]
    [InlineData("did:web:school.example/x")]
    [InlineData("did:web:school.example#key")]
    [InlineData("did:web:school.example?x=1")]
    [InlineData("did:web:user@school.example")]
    [InlineData("did:web:school.example%3a8443")]
    [InlineData("did:web:school.example%3A")]
    [InlineData("did:web:school.example%3A0")]
    [InlineData("did:web:school.example%3A443")]
    [InlineData("did:web:school.example%3A08443")]
    [InlineData("did:web:school.example%3A65536")]
    [InlineData("did:web:school.example%3A-1")]
    [InlineData("did:web:school.example%3A80%3A80")]
    [InlineData("did:web:school.example ")]
    [InlineData("did:web:school.example\n")]
    public void Anything_else_is_refused(string did) => Assert.False(DidWebAddress.TryParse(did, out _));

    [Fact]
    public void A_did_of_256_characters_is_taken_and_one_more_is_not()
    {
        var did = "did:web:school.example:" + new string('a', DidWebAddress.MaxLength - "did:web:school.example:".Length);
        Assert.True(DidWebAddress.TryParse(did, out _));
        Assert.False(DidWebAddress.TryParse(did + "a", out _));
    }
}
