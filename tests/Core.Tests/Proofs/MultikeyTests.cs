using LearnCoin.Core.Proofs;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Proofs;

public sealed class MultikeyTests(ITestOutputHelper output)
{
    [Fact]
    public void The_vector_key_has_its_published_text()
    {
        if (SharedVectors.Read("learncoin", "blockcerts-vectors.json", output) is not { } vectors)
        {
            return;
        }

        var keys = vectors.GetProperty("keys");
        var text = keys.GetProperty("ed25519PublicKeyMultibase").GetString()!;
        var publicKey = Multikey.DecodeEd25519Public(text);
        Assert.Equal(keys.GetProperty("ed25519Jwk").GetProperty("x").GetString(), System.Buffers.Text.Base64Url.EncodeToString(publicKey));
        Assert.Equal(text, Multikey.EncodeEd25519Public(publicKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z")] // no multibase prefix
    [InlineData("z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3")] // a digit short
    [InlineData("zQ3shoTr3pToxjQqfp58mLTBt3GqPvdQSZpm4eGXFZbTVwpyz")] // secp256k1
    [InlineData("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")] // a secret
    public void Another_kind_of_key_is_refused(string text) =>
        Assert.Throws<ProofFormatException>(() => Multikey.DecodeEd25519Public(text));

    [Theory]
    [InlineData("uAQ==")]
    [InlineData("uAR")] // stray bits: 0x01 is AQ
    [InlineData("uA Q")]
    [InlineData("zAQ")]
    [InlineData("u+/")]
    public void Base64url_has_one_spelling(string text) => Assert.Throws<ProofFormatException>(() => Multibase.DecodeBase64Url(text));
}
