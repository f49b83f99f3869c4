using System.Globalization;
using System.Text;
using LearnCoin.Api.Http;
using LearnCoin.Api.Pages;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Sharing;

/// <summary>Pictures of a credential for pages of others, and those that its own page shows.</summary>
internal static class SharingEndpoints
{
    /// <summary>What the badge says is so now: it is looked up again that soon, seconds.</summary>
    public const int MaxAgeSeconds = 60;

    private const int DayInSeconds = 86_400;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/c/{id}/badge.svg", ApiHandler.Public(BadgeAsync));
        routes.MapRead("/c/{id}/qr.svg", ApiHandler.Public(QrAsync));
        routes.MapRead("/c/{id}/picture", ApiHandler.Public(PictureAsync));
        OEmbedEndpoint.Map(routes);
    }

    private static async Task<Error?> BadgeAsync(HttpContext context, LearnCoinCore core)
    {
        var badge = await BadgeView.FindAsync(core, Id(context), context.RequestAborted);
        if (badge is null)
        {
            return NotFound();
        }

        // By the address alone: what an image tag asks for is kept by shared caches, whoever looks.
        var language = Texts.Languages.FirstOrDefault(known => known.Code == context.Request.Query["lang"]).Code ?? Texts.Fallback;
        return await AnswerAsync(context, BadgeSvg.Of(badge, Texts.For("share", language)), "image/svg+xml", MaxAgeSeconds);
    }

    /// <summary>Leads to the page; that it exists is all it tells.</summary>
    private static async Task<Error?> QrAsync(HttpContext context, LearnCoinCore core)
    {
        if (!CredentialId.TryParse(Id(context), out var id) || await core.Batches.FindCredentialAsync(id, context.RequestAborted) is null)
        {
            return NotFound();
        }

        var code = QrCode.Of(core.Urls.Page(id));
        var svg = string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.Size} {code.Size}" width="{code.Size * 8}" height="{code.Size * 8}" shape-rendering="crispEdges"><rect width="{code.Size}" height="{code.Size}" fill="#fff"/><path d="{code.Path}" fill="#000"/></svg>""");
        return await AnswerAsync(context, Encoding.UTF8.GetBytes(svg), "image/svg+xml", DayInSeconds);
    }

    private static async Task<Error?> PictureAsync(HttpContext context, LearnCoinCore core)
    {
        var found = CredentialId.TryParse(Id(context), out var id) ? await core.Batches.FindCredentialAsync(id, context.RequestAborted) : null;
        return found is { } pair && CredentialContent.Of(pair.Credential).Picture is { } picture
            ? await AnswerAsync(context, picture.Content, picture.MediaType, DayInSeconds)
            : NotFound();
    }

    /// <summary>Answers with a picture that can do nothing, opened by itself or inside a page.</summary>
    private static async Task<Error?> AnswerAsync(HttpContext context, byte[] content, string mediaType, int maxAgeSeconds)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers["X-Robots-Tag"] = "noindex";
        headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={maxAgeSeconds}");
        headers.XContentTypeOptions = "nosniff";
        if (!Conditional.IsFresh(context, Conditional.TagOf(content)))
        {
            await Json.WriteAsync(context, content, mediaType);
        }

        return null;
    }

    private static string Id(HttpContext context) => context.GetRouteValue("id") as string ?? "";

    private static Error NotFound() => new(ErrorCode.CredentialNotFound, "No credential with that id exists, or it has no such picture");
}
