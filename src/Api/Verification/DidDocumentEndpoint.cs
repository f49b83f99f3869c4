using LearnCoin.Api.Http;
using LearnCoin.Api.Public;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Verification;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Verification;

/// <summary>
/// <c>GET /issuer/did-documents/{did}</c>: what this service keeps of the DID documents of tenants with a DID of their own. Pages ask no other
/// origin, so that nobody learns who looks at which credential; whoever will not take our copy asks the DID's own address.
/// </summary>
internal static class DidDocumentEndpoint
{
    // As the service's own document.
    private const int MaxAgeSeconds = 30;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead(BrowserVerification.DidDocuments + "{did}", ApiHandler.Public(AnswerAsync));

    private static async Task<Error?> AnswerAsync(HttpContext context, LearnCoinCore core)
    {
        var did = context.GetRouteValue("did") as string ?? "";
        var found = did == core.Urls.Did
            ? SourceDocument.Found(await core.Issuer.DidDocumentAsync(context.RequestAborted))
            : await core.CustomDidDocuments.FindAsync(did, context.RequestAborted);
        return found?.Content is { } document
            ? await PublicEndpoints.DataAsync(context, document.ToArray(), "application/did+json", MaxAgeSeconds)
            : new Error(ErrorCode.RouteNotFound, found is null
                ? "No credential was issued here under that DID"
                : "There is no recent copy of that DID's document here: " + found.Unavailable);
    }
}
