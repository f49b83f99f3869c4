using System.Globalization;
using System.Text;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// Folds names so that look-alikes meet: plain letters without marks, lower case, the commonest Cyrillic and Greek doubles of Latin
/// letters, the digits that pass for letters, the letters that pass for each other in either case (a small part of Unicode TR39's
/// confusables); letters and digits only.
/// </summary>
internal static class NameFolding
{
    private const int MaxSlug = 40;

    // Also I and l: "PayPaI" must not stand beside "PayPal", and case must not matter, so all of i, I, l, 1 are one.
    private const string From = "аеорсухіјѕһԁԛԝвкмнтзαβεζηικμνορτυχγ01i";
    private const string Onto = "aeopcyxljshdqwbkmht3abezhlkmnoptuxyoll";

    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                continue;
            }

            foreach (var letter in Plain(rune))
            {
                var at = From.IndexOf(letter, StringComparison.Ordinal);
                folded.Append(at < 0 ? letter : Onto[at]);
            }
        }

        // Two letters that look like one.
        return folded.Length > 0 ? folded.Replace("rn", "m").Replace("vv", "w").ToString() : name;
    }

    /// <summary>ASCII letters, digits and single hyphens, at most 40; <paramref name="fallback"/> when nothing is left.</summary>
    public static string Slug(string name, string fallback)
    {
        var slug = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            var plain = Rune.IsLetterOrDigit(rune) ? Plain(rune) : "";
            if (plain.Length > 0 && plain.All(char.IsAsciiLetterOrDigit))
            {
                slug.Append(plain);
            }
            else if (slug.Length > 0 && slug[^1] != '-' && Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(MaxSlug, slug.Length)).Trim('-');
        return text.Length > 0 ? text : fallback.ToLowerInvariant();
    }

    private static string Plain(Rune rune) => LetterForms.Of(rune) ?? Rune.ToLowerInvariant(rune).ToString();
}
