namespace LearnCoin.Core.JsonLd;

/// <summary>The shape of a language tag that Turtle and N-Quads allow: letters, then hyphen-separated letters and digits, up to 8 each (BCP 47, 2.1).</summary>
internal static class LanguageTag
{
    public static bool IsWellFormed(ReadOnlySpan<byte> tag)
    {
        bool first = true;
        int length = 0;
        foreach (byte b in tag)
        {
            if (b == '-')
            {
                if (length is 0 or > 8)
                {
                    return false;
                }

                first = false;
                length = 0;
                continue;
            }

            if (!(first ? char.IsAsciiLetter((char)b) : char.IsAsciiLetterOrDigit((char)b)))
            {
                return false;
            }

            length++;
        }

        return length is > 0 and <= 8;
    }
}
