using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Logos;

/// <summary><c>/logos/{tenant}</c>: a tenant's logo from here, for pages and mails (see <see cref="Core.Logos.TenantLogos"/>).</summary>
internal static class LogoEndpoint
{
    private const int MaxAgeSeconds = 3600;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead("/logos/{tenant}", ApiHandler.Public(GetAsync));

    private static async Task<Error?> GetAsync(HttpContext context, LearnCoinCore core)
    {
        var logo = TenantId.TryParse(context.GetRouteValue("tenant") as string ?? "", out var id) ? await core.Logos.FindAsync(id, context.RequestAborted) : null;
        if (logo is null)
        {
            // One answer for all reasons: which tenants there are is nobody's business here.
            return new Error(ErrorCode.RouteNotFound, "There is no logo at this address");
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        // Mails are read on pages of others.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.CacheControl = $"public, max-age={MaxAgeSeconds}";
        var etag = $"\"{logo.Etag}\"";
        headers.ETag = etag;
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Tag == etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return null;
        }

        await Json.WriteAsync(context, logo.Content, logo.MediaType);
        return null;
    }
}
