using System.Buffers;
using System.Globalization;

namespace LearnCoin.Api.Site;

/// <summary>A tenant's colour, with a text colour that can be read on it (WCAG 2.2, success criterion 1.4.3: contrast of 4.5 at least).</summary>
/// <param name="Background"><c>#rrggbb</c>.</param>
/// <param name="Text">Black or white, whichever contrasts more: on every colour that is 4.58 at least.</param>
/// <param name="Border">Shows an area of the colour where it is close to a white page's own (1.4.11: contrast of 3 at least to white).</param>
public sealed record BrandColors(string Background, string Text, string Border)
{
    private const string Ours = "#1d4ed8";
    private const string Gray = "#6b7280";
    private const string LightGray = "#8a96a3";

    /// <summary><c>--paper</c> of <c>site.css</c> in the dark.</summary>
    internal const string DarkPaper = "#1b222b";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>As <see cref="Border"/>, on our pages in the dark.</summary>
    public string DarkBorder => Contrast(Background, DarkPaper) >= 3 ? Background : LightGray;

    /// <summary>Of a tenant's setting; of ours where it has none, or one that is no colour.</summary>
    public static BrandColors Of(string? color)
    {
        var background = IsColor(color) ? color!.ToLowerInvariant() : Ours;
        var text = Contrast(background, "#ffffff") >= Contrast(background, "#000000") ? "#ffffff" : "#000000";
        return new BrandColors(background, text, Contrast(background, "#ffffff") >= 3 ? background : Gray);
    }

    /// <summary>Whether it is <c>#rrggbb</c>.</summary>
    internal static bool IsColor(string? color) => color is { Length: 7 } && color[0] == '#' && !color.AsSpan(1).ContainsAnyExcept(HexDigits);

    /// <summary>Contrast ratio of WCAG 2.2, 1 to 21.</summary>
    internal static double Contrast(string one, string other)
    {
        var (first, second) = (Luminance(one), Luminance(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double Luminance(string color) => (0.2126 * Linear(color, 1)) + (0.7152 * Linear(color, 3)) + (0.0722 * Linear(color, 5));

    private static double Linear(string color, int at)
    {
        var value = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
