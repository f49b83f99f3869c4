using System.Globalization;
using System.Text;

namespace LearnCoin.Core.Mail;

/// <summary>
/// Makes one line of what somebody typed: without line ends and other control characters, which could begin a header or a paragraph, and
/// without the marks that turn the direction of writing (Unicode's Bidi_Control of overrides and isolates), which could show one name as another.
/// </summary>
public static class OneLine
{
    /// <param name="text">What was typed.</param>
    /// <param name="most">UTF-16 units at most.</param>
    public static string Of(string text, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }

            var isSpace = Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (!isSpace && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)))
            {
                line.Append(rune.ToString());
            }
            else if (isSpace && line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }
}
