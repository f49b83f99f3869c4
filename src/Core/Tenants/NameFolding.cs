using System.Globalization;
using System.Text;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// Folds names so that look-alikes meet: compatibility form, no marks, lower case, the commonest Cyrillic and Greek doubles of Latin
/// letters and the digits that pass for letters (a small part of Unicode TR39's confusables), letters and digits only.
/// </summary>
internal static class NameFolding
{
    private const string From = "аеорсухіјѕһԁԛԝвкмнтзαβεικνορτυχγ01";
    private const string Onto = "aeopcyxijshdqwbkmht3abeiknoptuxyol";

    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var character in name.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                || (!char.IsLetterOrDigit(character) && !char.IsSurrogate(character)))
            {
                continue;
            }

            var lower = char.ToLowerInvariant(character);
            var at = From.IndexOf(lower);
            folded.Append(at < 0 ? lower : Onto[at]);
        }

        return folded.Length > 0 ? folded.ToString() : name;
    }

    /// <summary>ASCII letters, digits and single hyphens, at most 40; <paramref name="fallback"/> when nothing is left.</summary>
    public static string Slug(string name, string fallback)
    {
        var slug = new StringBuilder();
        foreach (var character in name.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(40, slug.Length)).Trim('-');
        return text.Length > 0 ? text : fallback.ToLowerInvariant();
    }
}
