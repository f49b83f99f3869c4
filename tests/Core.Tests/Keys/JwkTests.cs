using System.Text.Json;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tests.Ethereum;

namespace LearnCoin.Core.Tests.Keys;

public sealed class JwkTests
{
    [Fact]
    public void The_vector_keys_have_their_form_and_are_read_back()
    {
        var ed25519 = Multikey.DecodeEd25519Public("z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z");
        var json = Write(w => Jwk.WriteEd25519(w, ed25519));
        Assert.Equal("""{"kty":"OKP","crv":"Ed25519","x":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"}""", json.GetRawText());
        Assert.Equal(ed25519, Jwk.ReadEd25519(json));

        json = Write(w => Jwk.WriteSecp256k1(w, KnownAccount.PublicKey));
        Assert.Equal(
            """{"kty":"EC","crv":"secp256k1","x":"gxhTW1QQXUp6rmDAj8RflocYG0_fxiW9GnU_pzl_7XU","y":"NUfxHKhpZkby86ywjjEBavrCPmMMXRH1n2H-9XsNKqU"}""",
            json.GetRawText());
        Assert.Equal(KnownAccount.PublicKey, Jwk.ReadSecp256k1(json));
    }

    [Theory]
    [InlineData("""{"kty":"OKP","crv":"X25519","x":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"}""")]
    [InlineData("""{"kty":"EC","crv":"Ed25519","x":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0ix"}""")] // stray bits
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw="}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":1}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw","d":"AAAA"}""")]
    [InlineData("[]")]
    public void Another_key_a_private_half_or_another_spelling_is_refused(string json) =>
        Assert.Throws<ProofFormatException>(() => Jwk.ReadEd25519(JsonDocument.Parse(json).RootElement));

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
