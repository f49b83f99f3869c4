using System.Text.Json;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Issuance;

/// <summary>Makes signed documents: the unsigned form, then its eddsa-rdfc-2022 proof (spec/credential.md, steps 1 to 3). Pure but for the hashing; used from many threads.</summary>
public sealed class CredentialIssuer(Canonicalizer canonicalizer, PublicUrls urls)
{
    private const int HashBytes = 32;

    /// <summary>What a document says of its issuer.</summary>
    /// <param name="did">The tenant's own DID; null: the shared one.</param>
    public static IssuerInfo InfoOf(Tenant tenant, TenantEnvironment environment, PublicUrls urls, string? did = null)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(urls);
        return new IssuerInfo(tenant.Id, did ?? urls.Did, tenant.Name, environment == TenantEnvironment.Test, tenant.WebsiteUrl);
    }

    /// <summary>The credential's document with its Data Integrity proof.</summary>
    public byte[] Sign(SigningContext context, StoredCredential credential, StatusEntry status)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(credential);
        var input = SignedPart.Deserialize(credential.Input ?? throw new InvalidDataException($"Credential {credential.Id} has nothing to sign"));
        var info = InfoOf(context.Tenant, context.Environment, urls, context.Did);
        var document = CredentialDocument.Write(input, info, credential.DocumentId, status);
        var proof = Proof(document, ProofIds.DataIntegrity(credential.DocumentId), context.Did, context.Key, context.PrivateKey, context.ProofTime);
        return DocumentProofs.AppendProof(document, proof);
    }

    /// <summary>A signed document with its proof made anew by the context's key; nothing else changes.</summary>
    public byte[] SignAnew(SigningContext context, StoredCredential credential)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(credential);
        var document = DocumentProofs.WithoutProof(credential.Document);
        var proof = Proof(document, ProofIds.DataIntegrity(credential.DocumentId), context.Did, context.Key, context.PrivateKey, context.ProofTime);
        return DocumentProofs.AppendProof(document, proof);
    }

    /// <summary>Fragment of the key that a signed document of ours names in its first proof.</summary>
    public static string KeyOf(ReadOnlySpan<byte> document)
    {
        using var proof = JsonDocument.Parse(DocumentProofs.Read(document)[0]);
        var method = proof.RootElement.GetProperty("verificationMethod").GetString()!;
        return method[(method.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>Data Integrity proof of any JSON-LD document of ours with a tenant's key, UTF-8 JSON.</summary>
    /// <param name="did">The DID that is to list the key; null: the shared one.</param>
    public byte[] Proof(
        ReadOnlySpan<byte> document, string? proofId, string? did, TenantSigningKey key, Ed25519PrivateKey privateKey, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(key);
        var method = $"{did ?? urls.Did}#{Multikey.EncodeEd25519Public(key.PublicKey)}";
        var proof = new DataIntegrityProof(proofId, EddsaRdfc2022.Cryptosuite, created, method);
        Span<byte> optionsHash = stackalloc byte[HashBytes];
        Span<byte> documentHash = stackalloc byte[HashBytes];
        canonicalizer.Hash(proof.ToOptions(Context(document)), optionsHash);
        canonicalizer.Hash(document, documentHash);
        return proof.ToJson(EddsaRdfc2022.Sign(optionsHash, documentHash, privateKey));
    }

    /// <summary>Leaf hash of a document that holds just the proofs before the Merkle proof.</summary>
    public void Leaf(ReadOnlySpan<byte> document, Span<byte> leaf) => canonicalizer.Hash(document, leaf);

    private static ReadOnlySpan<byte> Context(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContext = reader.ValueTextEquals("@context"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isContext)
            {
                return document[start..(int)reader.BytesConsumed];
            }
        }

        throw new InvalidDataException("A document of ours has no context");
    }
}
