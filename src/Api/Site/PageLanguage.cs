using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LearnCoin.Api.Site;

/// <summary>The language of an answer: <c>?lang=</c> of the address, which is remembered; else what was remembered; else what the browser asks for; else English.</summary>
internal static class PageLanguage
{
    private const string Parameter = "lang";

    /// <summary>Decides it, and says in the answer what it was decided by.</summary>
    public static string Of(HttpContext context)
    {
        context.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptLanguage, HeaderNames.Cookie);
        if (Known(context.Request.Query[Parameter]) is { } chosen)
        {
            context.Response.Cookies.Append(Parameter, chosen, new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax,
                MaxAge = TimeSpan.FromDays(365),
            });
            return chosen;
        }

        return Known(context.Request.Cookies[Parameter]) ?? Preferred(context.Request) ?? Texts.Fallback;
    }

    private static string? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(static language => language.Quality is not 0)
        .OrderByDescending(static language => language.Quality ?? 1)
        .Select(static language => Known(language.Value.Value?.Split('-')[0]))
        .FirstOrDefault(static language => language is not null);

    private static string? Known(string? code) =>
        Texts.Languages.FirstOrDefault(language => string.Equals(language.Code, code, StringComparison.OrdinalIgnoreCase)).Code;
}
