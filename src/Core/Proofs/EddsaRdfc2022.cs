using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Proofs;

/// <summary>
/// Cryptosuite eddsa-rdfc-2022 (VC Data Integrity EdDSA 1.0, section 3.2): Ed25519 over the hash of the proof options followed by the hash of
/// the document, each of its canonical N-Quads.
/// </summary>
public static class EddsaRdfc2022
{
    public const string Cryptosuite = "eddsa-rdfc-2022";

    private const int HashBytes = 32;

    /// <summary>The <c>proofValue</c>.</summary>
    /// <param name="proofOptionsHash">SHA-256 of the canonical proof options (<see cref="DataIntegrityProof.ToOptions"/>).</param>
    /// <param name="documentHash">SHA-256 of the canonical document without <c>proof</c>.</param>
    public static string Sign(ReadOnlySpan<byte> proofOptionsHash, ReadOnlySpan<byte> documentHash, Ed25519PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> hashData = stackalloc byte[2 * HashBytes];
        Join(proofOptionsHash, documentHash, hashData);
        Span<byte> signature = stackalloc byte[Ed25519.SignatureBytes];
        key.Sign(hashData, signature);
        return Multibase.EncodeBase58(signature);
    }

    /// <summary>True when the key made this <c>proofValue</c> over both hashes. False too for a malformed value.</summary>
    public static bool Verify(
        ReadOnlySpan<byte> proofOptionsHash, ReadOnlySpan<byte> documentHash, ReadOnlySpan<char> proofValue, ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hashData = stackalloc byte[2 * HashBytes];
        Join(proofOptionsHash, documentHash, hashData);
        try
        {
            return Ed25519.Verify(publicKey, hashData, Multibase.DecodeBase58(proofValue));
        }
        catch (ProofFormatException)
        {
            return false;
        }
    }

    /// <summary>Proof options of a proof that was read: its members but <c>proofValue</c>, under the document's <c>@context</c>.</summary>
    /// <exception cref="ProofFormatException">The proof has a context of its own: it could give the same members another meaning.</exception>
    public static byte[] ProofOptions(JsonElement proof, JsonElement context)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("@context"u8);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(context), skipInputValidation: true);
        foreach (var member in proof.EnumerateObject())
        {
            if (member.NameEquals("@context"u8))
            {
                throw new ProofFormatException("A proof has a context of its own");
            }

            if (!member.NameEquals("proofValue"u8))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Join(ReadOnlySpan<byte> proofOptionsHash, ReadOnlySpan<byte> documentHash, Span<byte> hashData)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(proofOptionsHash.Length, HashBytes, nameof(proofOptionsHash));
        ArgumentOutOfRangeException.ThrowIfNotEqual(documentHash.Length, HashBytes, nameof(documentHash));
        proofOptionsHash.CopyTo(hashData);
        documentHash.CopyTo(hashData[HashBytes..]);
    }
}
