using System.Security.Cryptography;
using System.Text.Json;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Proofs;

public sealed class EddsaRdfc2022Tests(ITestOutputHelper output)
{
    [Fact]
    public void The_W3C_vectors_hold_from_the_hashes_on()
    {
        if (SharedVectors.Find("vc-di-eddsa", output) is not { } folder)
        {
            return;
        }

        var pair = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "keyPair.json"))).RootElement;
        using var key = Ed25519PrivateKey.FromSeed(Multikey.DecodeEd25519Secret(pair.GetProperty("privateKeyMultibase").GetString()));
        foreach (var vectors in new[] { "eddsa-rdfc-2022", "eddsa-rdfc-2022/employ" })
        {
            string Read(string file) => File.ReadAllText(Path.Combine(folder, vectors, file)).Trim();
            var options = SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, vectors, "proofCanonDataInt.txt")));
            var document = SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, vectors, "canonDocDataInt.txt")));
            Assert.Equal(Read("combinedHashDataInt.txt"), Convert.ToHexStringLower([.. options, .. document]));
            var proofValue = EddsaRdfc2022.Sign(options, document, key);
            Assert.Equal(Read("sigBTC58DataInt.txt"), proofValue);
            Assert.Equal(Read("sigHexDataInt.txt"), Convert.ToHexStringLower(Multibase.DecodeBase58(proofValue)));
            Assert.True(EddsaRdfc2022.Verify(options, document, proofValue, key.PublicKey));
            Assert.False(EddsaRdfc2022.Verify(document, options, proofValue, key.PublicKey));
        }
    }

    [Fact]
    public void Our_vectors_hold_from_the_hashes_on()
    {
        if (SharedVectors.Read("learncoin", "blockcerts-vectors.json", output) is not { } vectors)
        {
            return;
        }

        using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString(vectors.GetProperty("keys").GetProperty("ed25519Seed").GetString()!));
        foreach (var credential in vectors.GetProperty("credentials").EnumerateArray())
        {
            var eddsa = credential.GetProperty("eddsa");
            var options = Convert.FromHexString(eddsa.GetProperty("proofOptionsSha256").GetString()!);
            var document = Convert.FromHexString(credential.GetProperty("sha256").GetString()!);
            Assert.Equal(eddsa.GetProperty("proof").GetProperty("proofValue").GetString(), EddsaRdfc2022.Sign(options, document, key));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("z")]
    [InlineData("zO0")]
    [InlineData("u5e5zgUyKiRR1Aei8gSJJGYvjMRCoEXwpwyMBy2szpKMe7jhxBxHaEoHPSrWyWdYZTjt9P5vAgFqgr3DvPaHGp7HE")]
    public void A_malformed_proof_value_does_not_verify(string proofValue) =>
        Assert.False(EddsaRdfc2022.Verify(new byte[32], new byte[32], proofValue, new byte[32]));

    [Fact]
    public void Proof_options_are_the_proof_without_its_value_under_the_documents_context()
    {
        var document = JsonDocument.Parse("""{"@context":["a",{"b":"c"}],"proof":{"type":"T","proofValue":"z1","created":"2026"}}""").RootElement;
        var options = EddsaRdfc2022.ProofOptions(document.GetProperty("proof"), document.GetProperty("@context"));
        Assert.Equal("""{"@context":["a",{"b":"c"}],"type":"T","created":"2026"}""", System.Text.Encoding.UTF8.GetString(options));
        var own = JsonDocument.Parse("""{"@context":"x","type":"T"}""").RootElement;
        Assert.Throws<ProofFormatException>(() => EddsaRdfc2022.ProofOptions(own, document.GetProperty("@context")));
    }

    [Fact]
    public void A_written_proof_has_the_options_it_was_signed_with()
    {
        var proof = new DataIntegrityProof(
            "urn:uuid:a", EddsaRdfc2022.Cryptosuite, new DateTimeOffset(2026, 1, 1, 1, 0, 0, 999, TimeSpan.FromHours(1)), "did:web:x#k", "urn:uuid:b");
        var json = JsonDocument.Parse(proof.ToJson("z1")).RootElement;
        Assert.Equal("2026-01-01T00:00:00Z", json.GetProperty("created").GetString());
        var context = JsonDocument.Parse("[\"a\"]").RootElement;
        Assert.Equal(EddsaRdfc2022.ProofOptions(json, context), proof.ToOptions("[\"a\"]"u8));
    }
}
