using System.Security.Cryptography;
using LearnCoin.Api.Http;
using LearnCoin.Api.OpenApi;
using LearnCoin.Core;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Public;

/// <summary>What independent verifiers fetch: DID document, issuer profile, status lists; and the health answer.</summary>
internal static class PublicEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // A new or a compromised key shows everywhere within a minute.
        routes.MapRead("/.well-known/did.json", ApiHandler.Public(async (context, core) =>
            await DataAsync(context, await core.Issuer.DidDocumentAsync(context.RequestAborted), "application/did+json", 30)));
        routes.MapRead("/issuer/profile.json", ApiHandler.Public(async (context, core) =>
            await DataAsync(context, await core.Issuer.ProfileAsync(context.RequestAborted), "application/ld+json", 60)));
        routes.MapRead("/status/{list}", ApiHandler.Public(StatusListAsync));
        var openApi = OpenApiDocument.Build(routes.ServiceProvider.GetRequiredService<LearnCoinCore>().Urls.ApiOrigin);
        routes.MapRead("/openapi.json", ApiHandler.Public((context, _) => DataAsync(context, openApi, Json.MediaType, 300)));
        VerifyEndpoint.Map(routes);
        routes.MapRead("/healthz", ApiHandler.Public(async (context, _) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            await Json.WriteAsync(context, "{\"status\":\"ok\"}"u8.ToArray());
            return null;
        }));
        ReadinessEndpoint.Map(routes);
    }

    private static async Task<Error?> StatusListAsync(HttpContext context, LearnCoinCore core)
    {
        var form = context.Request.Query["format"].ToString();
        if (form is not ("" or "bitstring"))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "format: expected 'bitstring' or none");
        }

        var document = await core.StatusCredentials.FindAsync(context.GetRouteValue("list") as string ?? "", form == "bitstring" ? StatusForm.Bitstring : null, context.RequestAborted);
        return document is null
            ? new Error(ErrorCode.RouteNotFound, "There is no status list of that name")
            : await DataAsync(context, document, "application/vc+ld+json", 30);
    }

    /// <summary>Answers with data that anyone may keep for a while, and with a tag for those who have it.</summary>
    public static async Task<Error?> DataAsync(HttpContext context, byte[] body, string mediaType, int maxAgeSeconds)
    {
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
        context.Response.Headers.ETag = etag;
        context.Response.Headers.CacheControl = $"public, max-age={maxAgeSeconds}";
        if (Knows(context.Request, etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return null;
        }

        await Json.WriteAsync(context, body, mediaType);
        return null;
    }

    /// <summary>RFC 9110 section 13.1.2: weak comparison, since proxies that compress make a tag weak; <c>*</c> is any.</summary>
    private static bool Knows(HttpRequest request, string etag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Tag == etag);
}
