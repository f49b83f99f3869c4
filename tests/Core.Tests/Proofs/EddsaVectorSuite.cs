using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Verification;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Proofs;

/// <summary>The vectors of w3c/vc-di-eddsa and our own, from the JSON document to the signature.</summary>
public sealed class EddsaVectorSuite(ITestOutputHelper output)
{
    private static readonly Canonicalizer W3C = new(new WithExamples());

    // The employ vectors start from the canonical text (EddsaRdfc2022Tests): their citizenship context is not among the vectors.
    [Fact]
    public void The_W3C_document_gives_every_published_intermediate_value()
    {
        if (SharedVectors.Find("vc-di-eddsa", output) is not { } folder)
        {
            return;
        }

        string Read(string file) => File.ReadAllText(Path.Combine(folder, "eddsa-rdfc-2022", file)).Trim();
        var signed = Secured(File.ReadAllBytes(Path.Combine(folder, "eddsa-rdfc-2022", "signedDataInt.json")));
        var proof = signed.Root.GetProperty("proof");
        Assert.Equal(Read("canonDocDataInt.txt"), Encoding.UTF8.GetString(W3C.ToNQuads(signed.Unsecured)).Trim());
        var options = EddsaRdfc2022.ProofOptions(proof, signed.Root.GetProperty("@context"));
        Assert.Equal(Read("proofCanonDataInt.txt"), Encoding.UTF8.GetString(W3C.ToNQuads(options)).Trim());
        Assert.Equal(Read("docHashDataInt.txt"), Convert.ToHexStringLower(Hash(W3C, signed.Unsecured)));
        Assert.Equal(Read("proofHashDataInt.txt"), Convert.ToHexStringLower(Hash(W3C, options)));
        var pair = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "keyPair.json"))).RootElement;
        using var key = Ed25519PrivateKey.FromSeed(Multikey.DecodeEd25519Secret(pair.GetProperty("privateKeyMultibase").GetString()));
        Assert.Equal(
            proof.GetProperty("proofValue").GetString(), EddsaRdfc2022.Sign(Hash(W3C, options), Hash(W3C, signed.Unsecured), key));
    }

    [Theory]
    [InlineData("signedProofSet1.json", 1)]
    [InlineData("signedProofSet2.json", 2)]
    [InlineData("signedProofChain1.json", 3)]
    [InlineData("signedProofChain2.json", 4)]
    public void W3C_proof_sets_and_chains_verify_proof_by_proof(string file, int count)
    {
        if (SharedVectors.Find("vc-di-eddsa", output) is not { } folder)
        {
            return;
        }

        var signed = Secured(File.ReadAllBytes(Path.Combine(folder, "proof-set-chain", file)));
        var (proofs, fault) = ProofSet.Read(signed.Root.GetProperty("proof"), CheckName.Signature);
        Assert.Null(fault);
        Assert.Equal(count, proofs!.Signatures.Count);
        Assert.All(proofs.Signatures, proof =>
        {
            var covered = signed.With(proofs.Signatures.Where(other => other.Id is not null && proof.Previous.Contains(other.Id)));
            var options = EddsaRdfc2022.ProofOptions(proof.Json, signed.Root.GetProperty("@context"));
            var publicKey = Multikey.DecodeEd25519Public(proof.VerificationMethod.Split('#')[1]);
            Assert.True(EddsaRdfc2022.Verify(Hash(W3C, options), Hash(W3C, covered), proof.ProofValue, publicKey));
        });
    }

    [Fact]
    public void Our_credentials_give_every_known_value_from_document_to_leaf()
    {
        if (SharedVectors.Read("learncoin", "blockcerts-vectors.json", output) is not { } vectors)
        {
            return;
        }

        var seen = 0;
        foreach (var credential in vectors.GetProperty("credentials").EnumerateArray())
        {
            var unsecured = JsonMarshal.GetRawUtf8Value(credential.GetProperty("unsecured")).ToArray();
            var proof = credential.GetProperty("eddsa").GetProperty("proof");
            var options = EddsaRdfc2022.ProofOptions(proof, credential.GetProperty("unsecured").GetProperty("@context"));
            AssertCanonical(credential, "nquads", "sha256", unsecured);
            AssertCanonical(credential.GetProperty("eddsa"), "proofOptionsNquads", "proofOptionsSha256", options);
            var covered = Core.Credentials.DocumentProofs.AppendProof(unsecured, JsonMarshal.GetRawUtf8Value(proof));
            AssertCanonical(credential.GetProperty("leaf"), "nquads", "sha256", covered);
            seen++;
        }

        AssertCanonical(
            vectors.GetProperty("canonicalizationTrap"), "nquads", "sha256",
            JsonMarshal.GetRawUtf8Value(vectors.GetProperty("canonicalizationTrap").GetProperty("document")).ToArray());
        Assert.Equal(3, seen);
    }

    [Fact]
    public void The_accepted_credential_and_status_list_verify()
    {
        if (SharedVectors.Find("learncoin", output) is not { } folder)
        {
            return;
        }

        var key = Multikey.DecodeEd25519Public("z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z");
        foreach (var file in new[] { "credential.json", "status-list.json" })
        {
            var signed = Secured(File.ReadAllBytes(Path.Combine(folder, file)));
            var (proofs, _) = ProofSet.Read(signed.Root.GetProperty("proof"), CheckName.Signature);
            var options = EddsaRdfc2022.ProofOptions(proofs!.Signatures[0].Json, signed.Root.GetProperty("@context"));
            Assert.True(EddsaRdfc2022.Verify(
                Hash(Canonicalizer.Shared, options), Hash(Canonicalizer.Shared, signed.Unsecured), proofs.Signatures[0].ProofValue, key));
            if (proofs.Merkle is not null)
            {
                var merkle = MerkleProof2019.Decode(proofs.Merkle.ProofValue);
                var leaf = Hash(Canonicalizer.Shared, signed.With(proofs.Signatures));
                Assert.Equal(leaf, merkle.TargetHash.ToArray());
                Assert.Equal(merkle.MerkleRoot.ToArray(), merkle.Path.Apply(leaf));
            }
        }
    }

    private static void AssertCanonical(JsonElement vector, string nquads, string sha256, byte[] document)
    {
        if (vector.TryGetProperty(nquads, out var expected))
        {
            Assert.Equal(expected.GetString(), Encoding.UTF8.GetString(Canonicalizer.Shared.ToNQuads(document)));
        }

        Assert.Equal(vector.GetProperty(sha256).GetString(), Convert.ToHexStringLower(Hash(Canonicalizer.Shared, document)));
    }

    private static byte[] Hash(Canonicalizer canonicalizer, ReadOnlySpan<byte> json)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        canonicalizer.Hash(json, digest);
        return digest;
    }

    private static SecuredJson Secured(byte[] utf8) => new(utf8, JsonDocument.Parse(utf8).RootElement);

    /// <summary>The embedded contexts and the one that only W3C's examples use: it maps every other term to its vocabulary.</summary>
    private sealed class WithExamples : IContextSource
    {
        public ReadOnlyMemory<byte>? Find(string iri) => iri == "https://www.w3.org/ns/credentials/examples/v2"
            ? """{"@context":{"@vocab":"https://www.w3.org/ns/credentials/examples#"}}"""u8.ToArray()
            : EmbeddedContexts.Instance.Find(iri);
    }
}
