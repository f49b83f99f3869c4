using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Verification;

/// <summary>SHA-256 of the canonical N-Quads of documents that others may have made.</summary>
internal static class CanonicalHash
{
    /// <summary>Null when the document has no canonical form: it is not safe to sign, names an unknown context, or its blank nodes are poison.</summary>
    internal static byte[]? TryHash(this Canonicalizer canonicalizer, ReadOnlySpan<byte> json)
    {
        try
        {
            var digest = new byte[32];
            canonicalizer.Hash(json, digest);
            return digest;
        }
        catch (Exception e) when (e is JsonLdException or RdfcWorkLimitException)
        {
            return null;
        }
    }
}
