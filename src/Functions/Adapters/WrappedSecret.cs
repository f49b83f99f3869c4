using System.Text;

namespace LearnCoin.Functions.Adapters;

/// <summary>
/// A secret wrapped by a vault's key, with the key's version: after the key was rotated its older versions still unwrap, if one knows which.
/// One byte of form (1), one of the version's length, the version in ASCII, the ciphertext.
/// </summary>
internal sealed record WrappedSecret(string KeyVersion, byte[] Ciphertext)
{
    private const byte Form = 1;
    private const int Head = 2;

    public byte[] Encode() => [Form, checked((byte)KeyVersion.Length), .. Encoding.ASCII.GetBytes(KeyVersion), .. Ciphertext];

    /// <returns>Null when the bytes are not of this form.</returns>
    public static WrappedSecret? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Head || bytes[0] != Form || bytes[1] == 0 || bytes.Length <= Head + bytes[1])
        {
            return null;
        }

        var version = Encoding.ASCII.GetString(bytes.Slice(Head, bytes[1]));

        // It becomes a part of an address.
        return version.All(char.IsAsciiLetterOrDigit) ? new WrappedSecret(version, bytes[(Head + bytes[1])..].ToArray()) : null;
    }
}
