using System.Security.Cryptography;
using System.Text;

namespace LearnCoin.Core.Credentials;

/// <summary>
/// Stable <c>urn:uuid</c> from content: UUID version 8 (RFC 9562 section 5.8) of the first 122 free bits of a SHA-256. Version 5 would be
/// the same idea on SHA-1.
/// </summary>
internal static class ContentUuid
{
    /// <param name="purpose">Keeps ids of different kinds apart; may hold no NUL.</param>
    /// <param name="scope">Whose content it is; may hold no NUL.</param>
    public static string Urn(string purpose, string scope, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{purpose}\0{scope}\0"));
        hash.AppendData(content);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return "urn:uuid:" + new Guid(bytes[..16], bigEndian: true).ToString("D");
    }
}
