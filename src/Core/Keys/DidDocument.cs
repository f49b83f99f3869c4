using System.Buffers;
using System.Text.Json;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Keys;

/// <summary>
/// Writes <c>/.well-known/did.json</c> (spec/credential.md, "DID document and issuer profile"). Keys are added and never removed; a compromised
/// one stays with <c>revoked</c> and leaves <c>assertionMethod</c>.
/// </summary>
public static class DidDocument
{
    /// <summary>
    /// Type of the service entries that tell which keys are whose: without them nothing ties a past key, or a name, to a tenant.
    /// </summary>
    public const string TenantServiceType = "TenantKeys";

    public const string ProfileServiceType = "IssuerProfile";

    public const string ProfilePath = "/issuer/profile.json";

    /// <param name="publicOrigin">Setting <c>PublicOrigin</c>.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(Uri publicOrigin, IReadOnlyList<PublishedTenant> tenants, IReadOnlyList<AnchorKey> anchorKeys)
    {
        ArgumentNullException.ThrowIfNull(tenants);
        ArgumentNullException.ThrowIfNull(anchorKeys);
        var did = DidWeb.FromOrigin(publicOrigin);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("@context"u8);
        writer.WriteStringValue("https://www.w3.org/ns/did/v1"u8);
        writer.WriteStringValue("https://w3id.org/security/jwk/v1"u8);
        writer.WriteEndArray();
        writer.WriteString("id"u8, did);
        WriteMethods(writer, did, tenants, anchorKeys);
        WriteAssertionMethod(writer, did, tenants, anchorKeys);
        WriteServices(writer, did, publicOrigin, tenants);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMethods(
        Utf8JsonWriter writer, string did, IReadOnlyList<PublishedTenant> tenants, IReadOnlyList<AnchorKey> anchorKeys)
    {
        writer.WriteStartArray("verificationMethod"u8);
        foreach (var tenant in tenants)
        {
            foreach (var key in tenant.Keys)
            {
                WriteTenantKey(writer, did, key.Fragment, key);
            }

            if (tenant.Newest is { } newest)
            {
                WriteTenantKey(writer, did, tenant.Fragment, newest);
            }
        }

        foreach (var key in anchorKeys)
        {
            StartMethod(writer, did, key.Fragment);
            Jwk.WriteSecp256k1(writer, key.PublicKey.Span);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void WriteTenantKey(Utf8JsonWriter writer, string did, string fragment, TenantKey key)
    {
        StartMethod(writer, did, fragment);
        Jwk.WriteEd25519(writer, key.PublicKey.Span);
        if (key.CompromisedSince is { } since)
        {
            writer.WriteString("revoked"u8, DataIntegrityProof.FormatTime(since));
        }

        writer.WriteEndObject();
    }

    internal static void StartMethod(Utf8JsonWriter writer, string did, string fragment)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, $"{did}#{fragment}");
        writer.WriteString("type"u8, "JsonWebKey"u8);
        writer.WriteString("controller"u8, did);
        writer.WritePropertyName("publicKeyJwk"u8);
    }

    private static void WriteAssertionMethod(
        Utf8JsonWriter writer, string did, IReadOnlyList<PublishedTenant> tenants, IReadOnlyList<AnchorKey> anchorKeys)
    {
        writer.WriteStartArray("assertionMethod"u8);
        foreach (var tenant in tenants)
        {
            foreach (var key in tenant.Keys.Where(key => key.CompromisedSince is null))
            {
                writer.WriteStringValue($"{did}#{key.Fragment}");
            }

            if (tenant.Newest is not null)
            {
                writer.WriteStringValue($"{did}#{tenant.Fragment}");
            }
        }

        foreach (var key in anchorKeys)
        {
            writer.WriteStringValue($"{did}#{key.Fragment}");
        }

        writer.WriteEndArray();
    }

    private static void WriteServices(Utf8JsonWriter writer, string did, Uri publicOrigin, IReadOnlyList<PublishedTenant> tenants)
    {
        writer.WriteStartArray("service"u8);
        writer.WriteStartObject();
        writer.WriteString("id"u8, did + "#issuer-profile");
        writer.WriteString("type"u8, ProfileServiceType);
        writer.WriteString("serviceEndpoint"u8, IssuerProfile.Url(publicOrigin));
        writer.WriteEndObject();
        foreach (var tenant in tenants)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, $"{did}#{tenant.Fragment}-keys");
            writer.WriteString("type"u8, TenantServiceType);
            writer.WriteStartObject("serviceEndpoint"u8);
            WriteTexts(writer, "names", tenant.Names);
            WriteTexts(writer, "keys", tenant.Keys.Select(key => $"{did}#{key.Fragment}"));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
