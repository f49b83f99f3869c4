using LearnCoin.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Site;

/// <summary>
/// What a page may load and where it may reach (Content-Security-Policy): scripts, styles and pictures from here only, none inside the page, so
/// that text of a tenant can be nothing but text. Pages that verify reach the public RPC endpoints besides.
/// </summary>
internal static class PagePolicy
{
    /// <summary>A page without scripts or forms.</summary>
    public const string Still = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A page with forms and without scripts.</summary>
    public const string Form = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A page with scripts and forms.</summary>
    public const string Active =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A page that verifies in the visitor's browser.</summary>
    public static string Verifying(LearnCoinCore core) =>
        $"default-src 'none'; script-src 'self'; worker-src 'self'; connect-src {Reach(core)}; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A script that runs as a worker.</summary>
    public static string Worker(HttpContext context) =>
        $"default-src 'none'; connect-src {Reach(context.RequestServices.GetRequiredService<LearnCoinCore>())}; frame-ancestors 'none'";

    private static string Reach(LearnCoinCore core) =>
        string.Join(' ', core.Options.Verification.Endpoints().Select(static url => new Uri(url).GetLeftPart(UriPartial.Authority)).Prepend("'self'").Distinct(StringComparer.Ordinal));
}
