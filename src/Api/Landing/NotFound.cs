using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LearnCoin.Api.Landing;

/// <summary>The answer to browsers that ask for an address that is not there. Programs get the error body, and under <c>/v1</c> everybody does.</summary>
internal static class NotFound
{
    /// <summary>Whether this caller is to get the page.</summary>
    public static bool IsFor(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
        && PrefersHtml(context.Request);

    public static Task WriteAsync(HttpContext context)
    {
        CallNote.Of(context).Error = ErrorCode.RouteNotFound;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Accept);
        return Page.WriteAsync<NotFoundPage>(
            context,
            PagePolicy.Still,
            (nameof(NotFoundPage.Language), PageLanguage.Of(context)),
            (nameof(NotFoundPage.RequestId), RequestIds.Of(context)));
    }

    /// <summary>HTML is named, and JSON not before it. A wildcard is what programs send that do not care.</summary>
    private static bool PrefersHtml(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality("text/html") is > 0 and var html && html >= Quality("application/json");

        double Quality(string type) => accepted.Where(one => one.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(static one => one.Quality ?? 1).DefaultIfEmpty().Max();
    }
}
