using System.Text;
using LearnCoin.Api.Http;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Site;

/// <summary>
/// A colour as a style sheet of custom properties: <c>/assets/brand/&lt;rrggbb&gt;.css</c>. The policy of the pages allows no style inside them, and
/// an address that names the colour needs no look-up and no tenant: it says the same for ever.
/// </summary>
internal static class BrandStyle
{
    private const string Prefix = "/assets/brand/";
    private const int MaxAgeSeconds = 86_400;

    /// <summary>Its address; null where there is no such colour, and a page keeps ours.</summary>
    /// <param name="color"><c>#rrggbb</c>.</param>
    public static string? Url(string? color) => BrandColors.IsColor(color) ? $"{Prefix}{color![1..].ToLowerInvariant()}.css" : null;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead(Prefix + "{color}.css", WriteAsync);

    internal static string Of(BrandColors colors) =>
        $$"""
        :root { --brand: {{colors.Background}}; --on-brand: {{colors.Text}}; --brand-edge: {{colors.Border}}; }
        @media screen and (prefers-color-scheme: dark) { :root { --brand-edge: {{colors.DarkBorder}}; } }

        """;

    private static async Task WriteAsync(HttpContext context)
    {
        var color = "#" + context.GetRouteValue("color");
        if (!BrandColors.IsColor(color))
        {
            await ErrorBody.WriteAsync(context, new Error(ErrorCode.RouteNotFound, "There is no style sheet of that colour"));
            return;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = $"public, max-age={MaxAgeSeconds}";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var content = Encoding.UTF8.GetBytes(Of(BrandColors.Of(color)));
        if (!Conditional.IsFresh(context, Conditional.TagOf(content)))
        {
            await Json.WriteAsync(context, content, "text/css; charset=utf-8");
        }
    }
}
