using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Tenants;

/// <summary>What an API key opens: one tenant, one environment.</summary>
public sealed record ApiKey(ApiKeyId Id, TenantId Tenant, TenantEnvironment Environment, DateTimeOffset CreatedAt)
{
    public string? Name { get; init; }

    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    /// <summary>From then on the key opens nothing; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>From where it may be used; null: from anywhere.</summary>
    public AddressList? Addresses { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>
/// The secret text of a key: <c>lrn_test_</c> or <c>lrn_live_</c>, then Base58Check of 32 random bytes. The 4-byte checksum (first bytes
/// of the double SHA-256) refuses a mistyped key without a storage read.
/// </summary>
public static class ApiKeyText
{
    private const string TestPrefix = "lrn_test_";
    private const string LivePrefix = "lrn_live_";
    private const int SecretLength = 32;
    private const int ChecksumLength = 4;

    public static string Create(TenantEnvironment environment, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        Span<byte> bytes = stackalloc byte[SecretLength + ChecksumLength];
        entropy.Fill(bytes[..SecretLength]);
        Checksum(bytes[..SecretLength], bytes[SecretLength..]);
        return (environment == TenantEnvironment.Live ? LivePrefix : TestPrefix) + Base58.Encode(bytes);
    }

    /// <summary>Whether the text can be a key at all.</summary>
    public static bool IsWellFormed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(TestPrefix, StringComparison.Ordinal) && !text.StartsWith(LivePrefix, StringComparison.Ordinal))
        {
            return false;
        }

        // 36 bytes take at most 50 base58 digits: nothing longer is worth decoding.
        var body = text.AsSpan(TestPrefix.Length);
        return body.Length <= 50 && HasChecksum(body);
    }

    private static bool HasChecksum(ReadOnlySpan<char> base58)
    {
        try
        {
            var bytes = Base58.Decode(base58);
            Span<byte> expected = stackalloc byte[ChecksumLength];
            Checksum(bytes.AsSpan(0, Math.Min(SecretLength, bytes.Length)), expected);
            return bytes.Length == SecretLength + ChecksumLength && expected.SequenceEqual(bytes.AsSpan(SecretLength));
        }
        catch (ProofFormatException)
        {
            return false;
        }
    }

    /// <summary>What is stored: SHA-256 of the text, lower-case hex. The secret has 256 random bits, so no slow hash is needed.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Checksum(ReadOnlySpan<byte> secret, Span<byte> checksum)
    {
        Span<byte> once = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> twice = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, once);
        SHA256.HashData(once, twice);
        twice[..ChecksumLength].CopyTo(checksum);
    }
}
