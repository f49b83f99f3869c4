using System.Buffers;
using System.Text.Json;

namespace LearnCoin.Core.Keys;

/// <summary>What a tenant must publish under a DID of its own, so that readers of every kind verify credentials signed under it.</summary>
/// <param name="Did">The tenant's DID.</param>
/// <param name="Keys">The tenant's signing keys, oldest first: those of earlier credentials stay listed.</param>
/// <param name="AnchorKeys">Anchor keys of the service.</param>
/// <param name="ProfileUrl">The service's issuer profile.</param>
public sealed record CustomDidDocument(string Did, IReadOnlyList<TenantKey> Keys, IReadOnlyList<AnchorKey> AnchorKeys, string ProfileUrl)
{
    /// <summary>A whole DID document that can be published as it is; a tenant with a document of its own adds the entries to that.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartArray("@context"u8);
        writer.WriteStringValue("https://www.w3.org/ns/did/v1"u8);
        writer.WriteStringValue("https://w3id.org/security/jwk/v1"u8);
        writer.WriteEndArray();
        writer.WriteString("id"u8, Did);
        writer.WriteStartArray("verificationMethod"u8);
        foreach (var key in Keys)
        {
            DidDocument.WriteTenantKey(writer, Did, key.Fragment, key);
        }

        foreach (var key in AnchorKeys)
        {
            DidDocument.StartMethod(writer, Did, key.Fragment);
            Jwk.WriteSecp256k1(writer, key.PublicKey.Span);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("assertionMethod"u8);
        foreach (var fragment in Keys.Where(static key => key.CompromisedSince is null).Select(static key => key.Fragment)
            .Concat(AnchorKeys.Select(static key => key.Fragment)))
        {
            writer.WriteStringValue($"{Did}#{fragment}");
        }

        writer.WriteEndArray();
        writer.WriteStartArray("service"u8);
        writer.WriteStartObject();
        writer.WriteString("id"u8, Did + "#issuer-profile");
        writer.WriteString("type"u8, DidDocument.ProfileServiceType);
        writer.WriteString("serviceEndpoint"u8, ProfileUrl);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
