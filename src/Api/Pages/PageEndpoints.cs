using LearnCoin.Api.Claims;
using LearnCoin.Api.Http;
using LearnCoin.Api.Sharing;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace LearnCoin.Api.Pages;

/// <summary>The public page of a credential, and the signed document at the same address for programs that ask for it.</summary>
internal static class PageEndpoints
{
    private const string DocumentSuffix = ".json";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/c/{id}", GetAsync);
        SiteAssets.Map(routes);
        BrandStyle.Map(routes);
    }

    private static async Task GetAsync(HttpContext context)
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        var asked = context.GetRouteValue("id") as string ?? "";
        var wantsDocument = asked.EndsWith(DocumentSuffix, StringComparison.Ordinal) || AcceptsDocument(context);
        var name = asked.EndsWith(DocumentSuffix, StringComparison.Ordinal) ? asked[..^DocumentSuffix.Length] : asked;
        context.Response.Headers.Vary = HeaderNames.Accept;
        var found = CredentialId.TryParse(name, out var id) ? await core.Batches.FindCredentialAsync(id, context.RequestAborted) : null;
        if (wantsDocument)
        {
            await DocumentAsync(context, core, found);
            return;
        }

        await WriteAsync(context, core, found, null);
    }

    /// <summary>The page as the answer to a form that failed.</summary>
    /// <param name="context">The request.</param>
    /// <param name="core">The product.</param>
    /// <param name="asked">Id of the credential, as it was sent.</param>
    /// <param name="error">What is told of the form; null: nothing.</param>
    public static async Task WriteAsync(HttpContext context, LearnCoinCore core, string asked, Error? error) => await WriteAsync(
        context, core, CredentialId.TryParse(asked, out var id) ? await core.Batches.FindCredentialAsync(id, context.RequestAborted) : null, error);

    private static async Task WriteAsync(HttpContext context, LearnCoinCore core, (StoredCredential Credential, Batch Batch)? found, Error? error)
    {
        var headers = context.Response.Headers;
        // The page shows a person's name: not for shared caches. It says by itself that it depends on cookies: the language's, and the recipient's.
        headers.CacheControl = "private, no-cache";
        var language = PageLanguage.Of(context);
        context.Response.StatusCode = found is null ? StatusCodes.Status404NotFound : error?.Code.Status ?? StatusCodes.Status200OK;
        var model = found is { } pair ? await ModelAsync(context, core, pair.Credential, pair.Batch, error) : null;
        if (model is not { MayBeIndexed: true, Recipient: null })
        {
            headers["X-Robots-Tag"] = "noindex";
        }

        await Page.WriteAsync<CredentialPage>(
            context,
            PagePolicy.Verifying(core),
            (nameof(CredentialPage.Model), model),
            (nameof(CredentialPage.Language), language),
            (nameof(CredentialPage.OEmbedUrl), model is null ? "" : OEmbedEndpoint.Of(core, model.PageUrl)));
    }

    private static async Task<CredentialPageModel> ModelAsync(HttpContext context, LearnCoinCore core, StoredCredential credential, Batch batch, Error? error)
    {
        var model = await CredentialPageModel.CreateAsync(core, credential, batch, context.RequestAborted);
        if (credential.ErasedAt is null && await SessionCookie.FindAsync(context, core, credential.Id) is { } session)
        {
            // Of one person only: no cache keeps it, not even theirs, so that nothing is left after they sign out.
            context.Response.Headers.CacheControl = "private, no-store";
            return model with { Recipient = await RecipientModel.CreateAsync(core, credential, session, context.RequestAborted) };
        }

        var takesCode = credential is { Mail: not null, ClaimedAt: null, ErasedAt: null };
        return model with { Claim = new ClaimModel(credential.Id, takesCode, error?.Code.Name) };
    }

    private static async Task DocumentAsync(HttpContext context, LearnCoinCore core, (StoredCredential Credential, Batch Batch)? found)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var document = found is { } pair ? await core.Documents.ReadAsync(pair.Credential, pair.Batch, context.RequestAborted) : null;
        if (document is null)
        {
            await ErrorBody.WriteAsync(context, new Error(ErrorCode.CredentialNotFound, "No signed credential with that id exists"));
            return;
        }

        context.Response.Headers.CacheControl = "public, no-cache";
        if (!Conditional.IsFresh(context, Conditional.TagOf(document)))
        {
            await Json.WriteAsync(context, document, "application/vc");
        }
    }

    private static bool AcceptsDocument(HttpContext context) =>
        Quality(context, "application/vc", "application/ld+json") is > 0 and var document && document >= Quality(context, "text/html", "application/xhtml+xml");

    /// <summary>The highest weight under which one of these types is named in Accept; 0 when none is. Wildcards get the page.</summary>
    private static double Quality(HttpContext context, params ReadOnlySpan<string> types)
    {
        var best = 0.0;
        foreach (var accepted in context.Request.GetTypedHeaders().Accept)
        {
            if (types.Contains(accepted.MediaType.Value))
            {
                best = Math.Max(best, accepted.Quality ?? 1);
            }
        }

        return best;
    }
}
