using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Verification;

/// <summary>
/// <c>GET /verify</c>: a page that checks a credential in the visitor's browser. Its form for an id works without scripts and leads to the
/// credential's page; documents never come here.
/// </summary>
internal static class VerifyPageEndpoint
{
    public const string Path = "/verify";

    /// <summary>Of the form, and of its answer.</summary>
    internal const string Reference = "credential";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead(Path, GetAsync);

    private static async Task GetAsync(HttpContext context)
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        var asked = context.Request.Query[Reference].ToString().Trim();
        if (Find(asked, core.Urls) is { } id)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"/c/{id}";
            return;
        }

        // What was asked for may be anything, a person's name too: such an answer is not kept.
        context.Response.Headers.CacheControl = asked.Length == 0 ? "private, no-cache" : "no-store";
        context.Response.StatusCode = asked.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        await Page.WriteAsync<VerifyPage>(
            context, PagePolicy.Verifying(core), (nameof(VerifyPage.Language), PageLanguage.Of(context)), (nameof(VerifyPage.Asked), asked));
    }

    /// <summary>The credential that an id, or an address of its page or document here, is of.</summary>
    internal static CredentialId? Find(string reference, PublicUrls urls)
    {
        var name = reference;
        if (Uri.TryCreate(reference, UriKind.Absolute, out var url))
        {
            var isOurs = url.GetLeftPart(UriPartial.Authority) == new Uri(urls.PublicOrigin).GetLeftPart(UriPartial.Authority);
            name = isOurs && url.AbsolutePath.StartsWith("/c/", StringComparison.Ordinal) ? url.AbsolutePath["/c/".Length..] : "";
        }

        const string DocumentSuffix = ".json";
        name = name.EndsWith(DocumentSuffix, StringComparison.Ordinal) ? name[..^DocumentSuffix.Length] : name;
        return CredentialId.TryParse(name, out var id) ? id : null;
    }
}
