namespace LearnCoin.Core.Proofs;

/// <summary>Ed25519 keys as Multikey text (Controlled Identifiers 1.0, section 2.2.2): a two-byte multicodec header, then the 32 key bytes, as <c>z</c> base58btc.</summary>
public static class Multikey
{
    private const int KeyBytes = 32;

    private static ReadOnlySpan<byte> Ed25519PublicHeader => [0xed, 0x01];

    private static ReadOnlySpan<byte> Ed25519SecretHeader => [0x80, 0x26];

    /// <summary><c>z6Mk…</c> of a 32-byte public key.</summary>
    public static string EncodeEd25519Public(ReadOnlySpan<byte> publicKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, KeyBytes, nameof(publicKey));
        Span<byte> bytes = stackalloc byte[2 + KeyBytes];
        Ed25519PublicHeader.CopyTo(bytes);
        publicKey.CopyTo(bytes[2..]);
        return Multibase.EncodeBase58(bytes);
    }

    /// <summary>The 32 bytes of a <c>z6Mk…</c> key.</summary>
    /// <exception cref="ProofFormatException">Not an Ed25519 public Multikey.</exception>
    public static byte[] DecodeEd25519Public(ReadOnlySpan<char> multikey) => Decode(multikey, Ed25519PublicHeader, "public");

    /// <summary>The 32-byte seed of a <c>z3u2…</c> key. Only published test vectors hold secrets in this form.</summary>
    /// <exception cref="ProofFormatException">Not an Ed25519 secret Multikey.</exception>
    internal static byte[] DecodeEd25519Secret(ReadOnlySpan<char> multikey) => Decode(multikey, Ed25519SecretHeader, "secret");

    private static byte[] Decode(ReadOnlySpan<char> multikey, ReadOnlySpan<byte> header, string kind)
    {
        var bytes = Multibase.DecodeBase58(multikey);
        return bytes.Length == header.Length + KeyBytes && bytes.AsSpan().StartsWith(header)
            ? bytes[header.Length..]
            : throw new ProofFormatException($"Not an Ed25519 {kind} Multikey");
    }
}
