using System.Buffers;

namespace LearnCoin.Core.JsonLd;

/// <summary>
/// The lexical part of strict JSON (RFC 8259) over bytes known to be UTF-8. Own code because strings are unescaped while they are found:
/// a general reader walks an escaped string twice, byte by byte.
/// </summary>
internal static class JsonScanner
{
    private static readonly SearchValues<byte> s_stringEnd = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    public static int SkipWhitespace(ReadOnlySpan<byte> text, int at)
    {
        while ((uint)at < (uint)text.Length && text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>
    /// Reads a string whose opening quote is before <paramref name="at"/>. Returns where the text after the closing quote begins, or below 0
    /// when the string is not valid. <paramref name="unescaped"/> is the length written to <paramref name="buffer"/>, or below 0 when the
    /// string has no escapes and stands in the text as it is.
    /// </summary>
    public static int ReadString(ReadOnlySpan<byte> text, int at, Span<byte> buffer, out int unescaped)
    {
        unescaped = -1;
        int length = text[at..].IndexOfAny(s_stringEnd);
        if (length < 0)
        {
            return -1;
        }

        if (text[at + length] == '"')
        {
            return at + length + 1;
        }

        int written = 0;
        while (true)
        {
            text.Slice(at, length).CopyTo(buffer[written..]);
            written += length;
            at += length;
            switch (text[at])
            {
                case (byte)'"':
                    unescaped = written;
                    return at + 1;
                case (byte)'\\':
                    int read = JsonUnescape.ReadEscape(text[at..], buffer, ref written);
                    if (read < 0)
                    {
                        return -1;
                    }

                    at += read;
                    break;
                default:
                    return -1;
            }

            length = text[at..].IndexOfAny(s_stringEnd);
            if (length < 0)
            {
                return -1;
            }
        }
    }

    /// <summary>Where the text after a number begins, or below 0 when there is no valid number at <paramref name="at"/>.</summary>
    public static int SkipNumber(ReadOnlySpan<byte> text, int at)
    {
        if (At(text, at) == '-')
        {
            at++;
        }

        int digits = Digits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == '0'))
        {
            return -1;
        }

        at += digits;
        if (At(text, at) == '.')
        {
            digits = Digits(text, at + 1);
            if (digits == 0)
            {
                return -1;
            }

            at += digits + 1;
        }

        if (At(text, at) is not ((byte)'e' or (byte)'E'))
        {
            return at;
        }

        at++;
        if (At(text, at) is (byte)'+' or (byte)'-')
        {
            at++;
        }

        digits = Digits(text, at);
        return digits == 0 ? -1 : at + digits;
    }

    private static byte At(ReadOnlySpan<byte> text, int at) => (uint)at < (uint)text.Length ? text[at] : (byte)0;

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        int end = at;
        while ((uint)end < (uint)text.Length && char.IsAsciiDigit((char)text[end]))
        {
            end++;
        }

        return end - at;
    }
}
