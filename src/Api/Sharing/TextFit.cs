using System.Globalization;

namespace LearnCoin.Api.Sharing;

/// <summary>
/// Breaks text into lines that fit, where nothing can measure it: a picture that stands alone has no layout. Widths are estimated, on the wide
/// side. What a reader sees as one character is never cut in two.
/// </summary>
internal static class TextFit
{
    private const string Ellipsis = "…";

    /// <param name="text">One line, of any length.</param>
    /// <param name="width">Of a line, in units of the font's size.</param>
    /// <param name="most">Lines at most; what does not fit ends in an ellipsis.</param>
    public static IReadOnlyList<string> Lines(string text, double width, int most)
    {
        var lines = new List<string>();
        var rest = Elements(text, width, most);
        while (rest.Count > 0 && lines.Count < most)
        {
            var isLast = lines.Count == most - 1;
            var count = Fitting(rest, width);
            if (count == rest.Count)
            {
                lines.Add(string.Concat(rest).TrimEnd());
                break;
            }

            if (isLast)
            {
                lines.Add(string.Concat(rest.Take(Fitting(rest, width - WidthOf(Ellipsis)))).TrimEnd() + Ellipsis);
                break;
            }

            // At the last space, or inside a word that is longer than a line.
            var space = rest.FindLastIndex(count, count + 1, static element => element == " ");
            var end = space > 0 ? space : Math.Max(count, 1);
            lines.Add(string.Concat(rest.Take(end)).TrimEnd());
            rest = [.. rest.Skip(end).SkipWhile(static element => element == " ")];
        }

        return lines;
    }

    /// <summary>No more of a long text than could fit, and one element more, so that it is seen not to.</summary>
    private static List<string> Elements(string text, double width, int most)
    {
        const double Narrowest = 0.3;
        const int LongestElement = 32;
        var elements = new List<string>();
        var enumerator = StringInfo.GetTextElementEnumerator(text);
        while (elements.Count <= most * width / Narrowest && enumerator.MoveNext())
        {
            var element = enumerator.GetTextElement();
            // A letter under a tower of accents is drawn over everything around it.
            elements.Add(element.Length <= LongestElement ? element : "\uFFFD");
        }

        return elements;
    }

    private static int Fitting(List<string> elements, double width)
    {
        var used = 0.0;
        for (var i = 0; i < elements.Count; i++)
        {
            used += WidthOf(elements[i]);
            if (used > width)
            {
                return i;
            }
        }

        return elements.Count;
    }

    // Of DejaVu Sans Bold, the widest of the fonts that systems fall back on.
    private static double WidthOf(string element) => element[0] switch
    {
        _ when element.Length > 1 => 1.1,
        ' ' or '.' or ',' or ':' or ';' or '!' or '\'' or '|' or 'i' or 'j' or 'l' or 'I' => 0.4,
        't' or 'f' or 'r' or '-' or '(' or ')' or '/' => 0.5,
        'm' or 'M' or 'W' or '@' or '%' or '…' => 1.1,
        'w' => 0.93,
        >= 'a' and <= 'z' or >= '0' and <= '9' => 0.71,
        >= 'A' and <= 'Z' or '&' => 0.84,
        >= '\u2E80' => 1.1,
        _ => 0.86,
    };
}
