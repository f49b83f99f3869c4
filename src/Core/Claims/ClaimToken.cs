using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Claims;

/// <summary>A secret of 256 bits, base64url without padding, and its SHA-256 as lower-case hex: the store knows the hash alone.</summary>
/// <param name="Text">What the holder is given. Never stored, never logged.</param>
/// <param name="Hash">What it is found by.</param>
public sealed record ClaimToken(string Text, string Hash)
{
    private const int Bytes = 32;

    /// <summary>The most of a text that is looked at: what is longer is no token.</summary>
    private const int LongestText = 128;

    internal static ClaimToken Create(IEntropy entropy)
    {
        Span<byte> secret = stackalloc byte[Bytes];
        entropy.Fill(secret);
        var text = Base64Url.EncodeToString(secret);
        return new ClaimToken(text, HashOf(text));
    }

    /// <summary>Hash of what somebody sent, of whatever form: a wrong one costs as much as a right one. White space around a pasted code does not count.</summary>
    internal static string HashOf(string text)
    {
        var known = text.Trim();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(known.Length > LongestText ? known[..LongestText] : known)));
    }

    /// <summary>The hash alone.</summary>
    public override string ToString() => Hash;
}
