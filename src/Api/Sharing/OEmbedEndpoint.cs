using System.Globalization;
using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Sharing;

/// <summary><c>GET /oembed</c> (https://oembed.com, version 1.0): what sites that show a link's content ask for a credential's page.</summary>
internal static class OEmbedEndpoint
{
    private const string Path = "/oembed";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead(Path, ApiHandler.Public(GetAsync));

    /// <summary>Address that a page names for itself, so that sites find it.</summary>
    public static string Of(LearnCoinCore core, string pageUrl) => $"{core.Urls.PublicOrigin}{Path}?format=json&url={Uri.EscapeDataString(pageUrl)}";

    private static async Task<Error?> GetAsync(HttpContext context, LearnCoinCore core)
    {
        var query = context.Request.Query;
        if (query["format"].ToString() is not ("" or "json"))
        {
            // oEmbed, section 2.3: 501 for a format that the provider does not speak.
            return new Error(ErrorCode.FormatNotSupported, "format: expected json");
        }

        if (query["url"].ToString() is not { Length: > 0 } url)
        {
            return new Error(ErrorCode.InvalidFieldFormat, "url: expected the address of a credential's page");
        }

        if (!IsSize(query["maxwidth"], out var maxWidth) || !IsSize(query["maxheight"], out var maxHeight))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "maxwidth, maxheight: expected a whole number of pixels from 1");
        }

        if (await BadgeView.FindAsync(core, IdIn(core, url), context.RequestAborted) is not { } badge)
        {
            return new Error(ErrorCode.CredentialNotFound, "url: expected the address of a credential's page of this service");
        }

        context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={SharingEndpoints.MaxAgeSeconds}");
        var body = Bytes(core, badge, Math.Min(1, Math.Min((double)maxWidth / BadgeMarkup.Width, (double)maxHeight / BadgeMarkup.Height)));
        if (!Conditional.IsFresh(context, Conditional.TagOf(body)))
        {
            await Json.WriteAsync(context, body);
        }

        return null;
    }

    private static byte[] Bytes(LearnCoinCore core, BadgeView badge, double scale)
    {
        var (width, height) = (Math.Max(1, (int)(BadgeMarkup.Width * scale)), Math.Max(1, (int)(BadgeMarkup.Height * scale)));
        return ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteString("type", "rich");
            json.WriteString("title", badge.Achievement);
            json.WriteString("author_name", badge.Tenant);
            if (badge.WebsiteUrl is not null)
            {
                json.WriteString("author_url", badge.WebsiteUrl);
            }

            json.WriteString("provider_name", "LearnCoin");
            json.WriteString("provider_url", core.Urls.PublicOrigin);
            json.WriteNumber("cache_age", SharingEndpoints.MaxAgeSeconds);
            json.WriteString("html", BadgeMarkup.Of(badge.PageUrl, BadgeMarkup.Alt(badge.Achievement, badge.Tenant), Texts.Fallback, width, height));
            json.WriteNumber("width", width);
            json.WriteNumber("height", height);
            json.WriteEndObject();
        });
    }

    /// <summary>The id in the address of a page of ours, whatever its query; an id that nothing has for every other address.</summary>
    private static string IdIn(LearnCoinCore core, string url)
    {
        var prefix = core.Urls.PublicOrigin + "/c/";
        return url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? url[prefix.Length..].Split('?', '#')[0] : "";
    }

    /// <summary>Absent: as wide as it likes.</summary>
    private static bool IsSize(string? text, out int pixels)
    {
        pixels = int.MaxValue;
        return string.IsNullOrEmpty(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pixels) && pixels >= 1);
    }
}
