using System.Buffers.Text;
using System.Text.Json;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Keys;

/// <summary>Public keys as JSON Web Keys: OKP Ed25519 (RFC 8037) and EC secp256k1 (RFC 8812).</summary>
public static class Jwk
{
    private const int CoordinateBytes = 32;

    /// <summary>Writes <c>{"kty":"OKP","crv":"Ed25519","x":…}</c>.</summary>
    public static void WriteEd25519(Utf8JsonWriter writer, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, Ed25519.PublicKeyBytes, nameof(publicKey));
        writer.WriteStartObject();
        writer.WriteString("kty"u8, "OKP"u8);
        writer.WriteString("crv"u8, "Ed25519"u8);
        writer.WriteString("x"u8, Base64Url.EncodeToString(publicKey));
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{"kty":"EC","crv":"secp256k1","x":…,"y":…}</c>.</summary>
    /// <param name="publicKey">64 bytes, x then y.</param>
    public static void WriteSecp256k1(Utf8JsonWriter writer, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, 2 * CoordinateBytes, nameof(publicKey));
        writer.WriteStartObject();
        writer.WriteString("kty"u8, "EC"u8);
        writer.WriteString("crv"u8, "secp256k1"u8);
        writer.WriteString("x"u8, Base64Url.EncodeToString(publicKey[..CoordinateBytes]));
        writer.WriteString("y"u8, Base64Url.EncodeToString(publicKey[CoordinateBytes..]));
        writer.WriteEndObject();
    }

    /// <summary>The 32 bytes of an OKP Ed25519 key.</summary>
    /// <exception cref="ProofFormatException">Another kind of key, a private half, or bytes that are not base64url of that length.</exception>
    public static byte[] ReadEd25519(JsonElement jwk)
    {
        Expect(jwk, "OKP", "Ed25519");
        return Coordinate(jwk, "x");
    }

    /// <summary>The 64 bytes (x then y) of an EC secp256k1 key.</summary>
    /// <exception cref="ProofFormatException">Another kind of key, a private half, or bytes that are not base64url of that length.</exception>
    public static byte[] ReadSecp256k1(JsonElement jwk)
    {
        Expect(jwk, "EC", "secp256k1");
        return [.. Coordinate(jwk, "x"), .. Coordinate(jwk, "y")];
    }

    private static void Expect(JsonElement jwk, string keyType, string curve)
    {
        if (jwk.ValueKind != JsonValueKind.Object || Text(jwk, "kty") != keyType || Text(jwk, "crv") != curve || jwk.TryGetProperty("d", out _))
        {
            throw new ProofFormatException($"Not a public {curve} JSON Web Key");
        }
    }

    private static byte[] Coordinate(JsonElement jwk, string name)
    {
        var bytes = StrictBase64Url.Decode(Text(jwk, name));
        return bytes.Length == CoordinateBytes ? bytes : throw new ProofFormatException("A JSON Web Key's coordinate is not 32 bytes");
    }

    private static string? Text(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
