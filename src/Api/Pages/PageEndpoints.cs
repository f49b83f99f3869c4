using System.Text;
using LearnCoin.Api.Claims;
using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
    }

    private static async Task GetAsync(HttpContext context)
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        var asked = context.GetRouteValue("id") as string ?? "";
        var wantsDocument = asked.EndsWith(DocumentSuffix, StringComparison.Ordinal) || AcceptsDocument(context);
        var name = asked.EndsWith(DocumentSuffix, StringComparison.Ordinal) ? asked[..^DocumentSuffix.Length] : asked;
        // The page of the one who claimed is another; the document is the same for all.
        context.Response.Headers.Vary = wantsDocument ? HeaderNames.Accept : $"{HeaderNames.Accept}, {HeaderNames.Cookie}";
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
        SetPageHeaders(context.Response, core);
        context.Response.StatusCode = found is null ? StatusCodes.Status404NotFound : error?.Code.Status ?? StatusCodes.Status200OK;
        var model = found is { } pair ? await ModelAsync(context, core, pair.Credential, pair.Batch, error) : null;
        var html = await RenderAsync(context.RequestServices, model);
        await Json.WriteAsync(context, Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");
    }

    private static async Task<CredentialPageModel> ModelAsync(HttpContext context, LearnCoinCore core, StoredCredential credential, Batch batch, Error? error)
    {
        var model = await CredentialPageModel.CreateAsync(core, credential, batch, context.RequestAborted);
        if (credential.ErasedAt is null && await SessionCookie.FindAsync(context, core, credential.Id) is { } session)
        {
            // Of one person only: no cache keeps it, not even theirs, so that nothing is left after they sign out.
            context.Response.Headers.CacheControl = "private, no-store";
            return model with { Recipient = await RecipientModel.CreateAsync(core, credential, session, model.TenantName, context.RequestAborted) };
        }

        var takesCode = credential is { Mail: not null, ClaimedAt: null, ErasedAt: null };
        return model with { Claim = new ClaimModel(credential.Id, takesCode, error?.Message) };
    }

    // The renderer alone: the framework's endpoints for components would bring antiforgery and a key ring that a static page has no use for.
    private static async Task<string> RenderAsync(IServiceProvider services, CredentialPageModel? model)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(CredentialPage.Model)] = model });
            return (await renderer.RenderComponentAsync<CredentialPage>(parameters)).ToHtmlString();
        });
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
        await Json.WriteAsync(context, document, "application/vc");
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

    private static void SetPageHeaders(HttpResponse response, LearnCoinCore core)
    {
        response.Headers.ContentSecurityPolicy = PagePolicy.Verifying(core);
        response.Headers["Referrer-Policy"] = "no-referrer";
        // The page shows a person's name: not for shared caches, not for search engines.
        response.Headers.CacheControl = "private, no-cache";
        response.Headers["X-Robots-Tag"] = "noindex";
    }
}
