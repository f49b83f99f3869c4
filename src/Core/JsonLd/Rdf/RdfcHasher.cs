using System.Security.Cryptography;

namespace LearnCoin.Core.JsonLd;

/// <summary>The hash function of one canonicalization.</summary>
internal readonly struct RdfcHasher(RdfcHash algorithm)
{
    public const int MaxLength = 48;

    public int Length => algorithm == RdfcHash.Sha384 ? 48 : 32;

    public void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (algorithm == RdfcHash.Sha384)
        {
            SHA384.HashData(data, destination);
        }
        else
        {
            SHA256.HashData(data, destination);
        }
    }

    public string HexOf(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[MaxLength];
        Hash(data, hash);
        return Convert.ToHexStringLower(hash[..Length]);
    }
}
