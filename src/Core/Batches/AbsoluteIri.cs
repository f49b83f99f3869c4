using System.Buffers;
using System.Globalization;

namespace LearnCoin.Core.Batches;

/// <summary>
/// Absolute IRIs (RFC 3987) that can stand in a signed document: N-Quads can write them, and a page can show them without running anything.
/// </summary>
internal static class AbsoluteIri
{
    public const string ExpectedId = "must be an absolute URI, such as https://example.org/x or urn:uuid:..";
    public const string ExpectedLink = "must be an absolute http or https URL without user information";
    public const string ExpectedImage = "must be an absolute http or https URL, or a base64 data: URI of a PNG, JPEG, GIF, WebP or SVG image";

    /// <summary>IRIREF of N-Quads excludes these and everything up to the space.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>\"{}|^`\\");

    /// <summary>Schemes that make a browser run, read or show something of the tenant's instead of naming it.</summary>
    private static readonly HashSet<string> Active = new(StringComparer.OrdinalIgnoreCase)
    {
        "javascript", "vbscript", "data", "file", "blob", "filesystem", "about", "view-source", "jar", "livescript", "mocha",
    };

    private static readonly string[] ImageTypes = ["png", "jpeg", "gif", "webp", "svg+xml"];

    /// <summary>An identifier: any scheme but the active ones.</summary>
    public static bool IsId(string text)
    {
        var scheme = Scheme(text);
        return scheme.Length > 0 && IsWellFormed(text) && !Active.GetAlternateLookup<ReadOnlySpan<char>>().Contains(scheme) &&
            (!IsHttp(scheme) || HasHost(text));
    }

    /// <summary>Something a page links to.</summary>
    public static bool IsLink(string text) => IsHttp(Scheme(text)) && IsWellFormed(text) && HasHost(text);

    /// <summary>OB 3.0 Image.id: a URL or a data URI.</summary>
    public static bool IsImage(string text)
    {
        if (!Scheme(text).Equals("data", StringComparison.OrdinalIgnoreCase))
        {
            return IsLink(text);
        }

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && ImageTypes.Any(type => text.AsSpan(0, comma).Equals($"data:image/{type};base64", StringComparison.OrdinalIgnoreCase)) &&
            System.Buffers.Text.Base64.IsValid(text.AsSpan(comma + 1)) && IsWellFormed(text);
    }

    private static ReadOnlySpan<char> Scheme(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == text.Length - 1 || !char.IsAsciiLetter(text[0]))
        {
            return default;
        }

        var scheme = text.AsSpan(0, colon);
        foreach (var c in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return default;
            }
        }

        return scheme;
    }

    private static bool IsHttp(ReadOnlySpan<char> scheme) =>
        scheme.Equals("https", StringComparison.OrdinalIgnoreCase) || scheme.Equals("http", StringComparison.OrdinalIgnoreCase);

    /// <summary>User information is refused: <c>https://bank.example@evil.example</c> reads as another site than it opens.</summary>
    private static bool HasHost(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return text.AsSpan(colon + 1).StartsWith("//") && Uri.TryCreate(text, UriKind.Absolute, out var uri) &&
            uri.Host.Length > 0 && uri.UserInfo.Length == 0;
    }

    private static bool IsWellFormed(string text)
    {
        if (text.AsSpan().ContainsAny(Forbidden))
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];

            // RFC 3987 section 4.1 keeps invisible direction marks out of IRIs.
            if (c <= ' ' || char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                return false;
            }

            if (c == '%' && !(i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2])))
            {
                return false;
            }
        }

        return true;
    }
}
