using System.Buffers.Text;

namespace LearnCoin.Core.Proofs;

/// <summary>base64url (RFC 4648, section 5) of which every value has one spelling: no padding, no white space, unused bits 0.</summary>
internal static class StrictBase64Url
{
    /// <exception cref="ProofFormatException">Any other spelling.</exception>
    internal static byte[] Decode(ReadOnlySpan<char> text)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            if (text.SequenceEqual(Base64Url.EncodeToString(bytes)))
            {
                return bytes;
            }
        }
        catch (FormatException e)
        {
            throw new ProofFormatException("Not base64url", e);
        }

        throw new ProofFormatException("base64url text with padding, white space or stray bits");
    }
}
