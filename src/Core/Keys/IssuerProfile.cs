using System.Buffers;
using System.Text.Json;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Keys;

/// <summary>Writes the Blockcerts issuer profile: the anchor keys with the times in which they were in use.</summary>
public static class IssuerProfile
{
    /// <summary>Where the profile stands: <c>&lt;PublicOrigin&gt;/issuer/profile.json</c>.</summary>
    public static string Url(Uri publicOrigin)
    {
        ArgumentNullException.ThrowIfNull(publicOrigin);
        return publicOrigin.GetLeftPart(UriPartial.Authority) + DidDocument.ProfilePath;
    }

    /// <param name="publicOrigin">Setting <c>PublicOrigin</c>.</param>
    /// <param name="name">Name of the service.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(Uri publicOrigin, string name, IReadOnlyList<AnchorKey> anchorKeys)
    {
        ArgumentNullException.ThrowIfNull(publicOrigin);
        ArgumentNullException.ThrowIfNull(anchorKeys);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("@context"u8);
        writer.WriteStringValue("https://www.w3.org/ns/credentials/v2"u8);
        writer.WriteStringValue("https://w3id.org/blockcerts/v3.2"u8);
        writer.WriteEndArray();
        writer.WriteString("type"u8, "Profile"u8);
        writer.WriteString("id"u8, Url(publicOrigin));
        writer.WriteString("name"u8, name);
        writer.WriteString("url"u8, publicOrigin.GetLeftPart(UriPartial.Authority));
        writer.WriteStartArray("publicKey"u8);
        foreach (var key in anchorKeys)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, "ecdsa-koblitz-pubkey:" + EthereumAddress.ToChecksum(key.Address));
            writer.WriteString("created"u8, DataIntegrityProof.FormatTime(key.Created));
            if (key.Revoked is { } revoked)
            {
                writer.WriteString("revoked"u8, DataIntegrityProof.FormatTime(revoked));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
