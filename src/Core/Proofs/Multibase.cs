using System.Buffers.Text;

namespace LearnCoin.Core.Proofs;

/// <summary>The two multibase forms in use (Controlled Identifiers 1.0, section 2.4): <c>z</c> base58btc, <c>u</c> base64url without padding.</summary>
public static class Multibase
{
    public static string EncodeBase58(ReadOnlySpan<byte> bytes) => "z" + Base58.Encode(bytes);

    /// <exception cref="ProofFormatException">Not <c>z</c> and base58.</exception>
    public static byte[] DecodeBase58(ReadOnlySpan<char> text) =>
        text is ['z', .. var digits] ? Base58.Decode(digits) : throw new ProofFormatException("Multibase text does not start with z");

    public static string EncodeBase64Url(ReadOnlySpan<byte> bytes) => "u" + Base64Url.EncodeToString(bytes);

    /// <exception cref="ProofFormatException">Not <c>u</c> and base64url without padding.</exception>
    public static byte[] DecodeBase64Url(ReadOnlySpan<char> text) =>
        text is ['u', .. var digits] ? StrictBase64Url.Decode(digits) : throw new ProofFormatException("Multibase text does not start with u");
}
