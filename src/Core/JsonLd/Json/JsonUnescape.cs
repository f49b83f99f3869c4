using System.Buffers;
using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <summary>The escapes of JSON strings (RFC 8259, 7).</summary>
internal static class JsonUnescape
{
    /// <summary>
    /// Writes what the escape at the start of <paramref name="source"/> stands for; returns the bytes it takes, or below 0 when it is not
    /// valid or is a surrogate without its other half, which has no UTF-8 form.
    /// </summary>
    public static int ReadEscape(ReadOnlySpan<byte> source, Span<byte> buffer, ref int written)
    {
        if (source.Length < 2)
        {
            return -1;
        }

        if (source[1] == 'u')
        {
            return ReadCodePoint(source, buffer, ref written);
        }

        byte value = source[1] switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'/' => (byte)'/',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => 0,
        };
        if (value == 0)
        {
            return -1;
        }

        buffer[written++] = value;
        return 2;
    }

    private static int ReadCodePoint(ReadOnlySpan<byte> source, Span<byte> buffer, ref int written)
    {
        int code = Hex(source[2..]);
        int read = 6;
        if (code < 0)
        {
            return -1;
        }

        if (char.IsSurrogate((char)code))
        {
            if (!char.IsHighSurrogate((char)code) || source.Length < 12 || source[6] != '\\' || source[7] != 'u')
            {
                return -1;
            }

            int low = Hex(source[8..]);
            if (low < 0 || !char.IsLowSurrogate((char)low))
            {
                return -1;
            }

            code = char.ConvertToUtf32((char)code, (char)low);
            read = 12;
        }

        written += new Rune(code).EncodeToUtf8(buffer[written..]);
        return read;
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        Span<byte> two = stackalloc byte[2];
        return digits.Length >= 4 && Convert.FromHexString(digits[..4], two, out _, out _) == OperationStatus.Done
            ? (two[0] << 8) | two[1]
            : -1;
    }
}
