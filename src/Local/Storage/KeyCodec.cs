using System.Text;

namespace LearnCoin.Local.Storage;

/// <summary>
/// Keys as bytes whose order is the ordinal (UTF-16) order that the table service has: every UTF-16 unit is encoded on its own (CESU-8,
/// unicode.org/reports/tr26). Plain UTF-8 would sort characters beyond U+FFFF after U+E000-U+FFFF. ASCII stays ASCII.
/// </summary>
internal static class KeyCodec
{
    internal static byte[] Encode(string key)
    {
        if (Ascii.IsValid(key))
        {
            return Encoding.ASCII.GetBytes(key);
        }

        var bytes = new List<byte>(3 * key.Length);
        foreach (var unit in key)
        {
            if (unit < 0x80)
            {
                bytes.Add((byte)unit);
            }
            else if (unit < 0x800)
            {
                bytes.AddRange([(byte)(0xc0 | (unit >> 6)), (byte)(0x80 | (unit & 0x3f))]);
            }
            else
            {
                bytes.AddRange([(byte)(0xe0 | (unit >> 12)), (byte)(0x80 | ((unit >> 6) & 0x3f)), (byte)(0x80 | (unit & 0x3f))]);
            }
        }

        return [.. bytes];
    }

    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length;)
        {
            var lead = bytes[i];
            var length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : 3;
            text.Append((char)(length switch
            {
                1 => lead,
                2 => ((lead & 0x1f) << 6) | (bytes[i + 1] & 0x3f),
                _ => ((lead & 0x0f) << 12) | ((bytes[i + 1] & 0x3f) << 6) | (bytes[i + 2] & 0x3f),
            }));
            i += length;
        }

        return text.ToString();
    }
}
