using System.Buffers;
using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <summary>Undoes the escapes of a JSON string (RFC 8259, 7) that a reader has already found well-formed.</summary>
internal static class JsonUnescape
{
    /// <summary>Writes the text; returns its length, or -1 for a surrogate without its other half, which has no UTF-8 form.</summary>
    public static int Unescape(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int written = 0;
        while (true)
        {
            int plain = source.IndexOf((byte)'\\');
            if (plain < 0)
            {
                source.CopyTo(destination[written..]);
                return written + source.Length;
            }

            source[..plain].CopyTo(destination[written..]);
            written += plain;
            byte escape = source[plain + 1];
            source = source[(plain + 2)..];
            if (escape != 'u')
            {
                destination[written++] = Simple(escape);
                continue;
            }

            int code = Hex(source);
            source = source[4..];
            if (char.IsSurrogate((char)code))
            {
                if (!char.IsHighSurrogate((char)code) || source.Length < 6 || source[0] != '\\' || source[1] != 'u')
                {
                    return -1;
                }

                int low = Hex(source[2..]);
                if (!char.IsLowSurrogate((char)low))
                {
                    return -1;
                }

                code = char.ConvertToUtf32((char)code, (char)low);
                source = source[6..];
            }

            written += new Rune(code).EncodeToUtf8(destination[written..]);
        }
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        Span<byte> two = stackalloc byte[2];
        if (Convert.FromHexString(digits[..4], two, out _, out _) != OperationStatus.Done)
        {
            return 0xD800;
        }

        return (two[0] << 8) | two[1];
    }
}
