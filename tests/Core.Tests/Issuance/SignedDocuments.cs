using System.Text;
using System.Text.Json;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Tests.Issuance;

/// <summary>Checks a document's first proof by the suite's own steps (spec/credential.md, "Steps", 2).</summary>
internal static class SignedDocuments
{
    internal static bool IsBy(byte[] document, TenantSigningKey key)
    {
        var proof = JsonDocument.Parse(DocumentProofs.Read(document)[0]).RootElement;
        var context = JsonDocument.Parse(document).RootElement.GetProperty("@context").GetRawText();
        var options = new DataIntegrityProof(
            proof.GetProperty("id").GetString(), proof.GetProperty("cryptosuite").GetString()!, proof.GetProperty("created").GetDateTimeOffset(), proof.GetProperty("verificationMethod").GetString()!);
        return proof.GetProperty("verificationMethod").GetString()!.EndsWith("#" + key.Fragment, StringComparison.Ordinal)
            && EddsaRdfc2022.Verify(
                Hash(options.ToOptions(Encoding.UTF8.GetBytes(context))), Hash(DocumentProofs.WithoutProof(document)), proof.GetProperty("proofValue").GetString()!, key.PublicKey);
    }

    private static byte[] Hash(byte[] json)
    {
        var digest = new byte[32];
        Canonicalizer.Shared.Hash(json, digest);
        return digest;
    }
}
