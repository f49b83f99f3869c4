using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LearnCoin.Api.Site;
using LearnCoin.Core.Mail;

namespace LearnCoin.Api.Sharing;

/// <summary>The HTML that shows a credential's badge on somebody else's page: a link and a picture, no script.</summary>
internal static class BadgeMarkup
{
    /// <summary>Of the badge as it is drawn, pixels.</summary>
    public const int Width = 380;

    public const int Height = 120;

    // Letters of every script stay letters: people read what they paste.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What the badge is of, without a person's name.</summary>
    public static string Alt(string achievement, string tenant) => $"{OneLine.Of(achievement)} · {OneLine.Of(tenant)}";

    /// <param name="pageUrl">Address of the credential's page.</param>
    /// <param name="alt">See <see cref="Alt"/>.</param>
    /// <param name="language">Of the badge's words.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static string Of(string pageUrl, string alt, string language, int width = Width, int height = Height) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""<a href="{Html.Encode(pageUrl)}"><img src="{Html.Encode(pageUrl + Suffix(language))}" width="{width}" height="{height}" alt="{Html.Encode(alt)}"></a>""");

    /// <summary>What comes after the address of the page.</summary>
    public static string Suffix(string language) => language == Texts.Fallback ? "/badge.svg" : $"/badge.svg?lang={language}";
}
