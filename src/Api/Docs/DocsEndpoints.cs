using LearnCoin.Api.Http;
using LearnCoin.Api.OpenApi;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Docs;

/// <summary><c>/docs</c>: the documents of the repository and the reference of the OpenAPI document. No script, nothing from elsewhere.</summary>
internal static class DocsEndpoints
{
    public const string Search = DocsSite.Root + "/search";

    private const int MostResults = 20;

    // Where one looks for what is elsewhere.
    private static readonly (string From, string To)[] Moved =
    [
        ("/docs/guides/webhooks", "/docs/webhooks"),
        ("/docs/errors", "/docs/api/errors"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var reference = new ApiReference(OpenApiDocument.Join(routes.ServiceProvider.GetRequiredService<LearnCoinCore>().Urls.ApiOrigin));
        KeptPage.Map<ContentsPage>(routes, DocsSite.Root, PagePolicy.Form);
        KeptPage.Map<ReferencePage>(routes, DocsSite.Reference, PagePolicy.Form, (nameof(ReferencePage.Reference), reference));
        foreach (var page in DocsSite.Pages)
        {
            KeptPage.Map<DocumentPage>(routes, page.Path, PagePolicy.Form, (nameof(DocumentPage.Page), page));
        }

        foreach (var (from, to) in Moved)
        {
            routes.MapRead(from, context =>
            {
                context.Response.Headers.CacheControl = "public, max-age=300";
                context.Response.Redirect(to, permanent: true, preserveMethod: true);
                return Task.CompletedTask;
            });
        }

        var index = new Lazy<SearchIndex>(() => new SearchIndex(SearchEntries.Of(DocsSite.Pages, reference)));
        routes.MapRead(Search, context => SearchAsync(context, index.Value));
    }

    private static async Task SearchAsync(HttpContext context, SearchIndex index)
    {
        var query = context.Request.Query["q"].ToString().Trim();
        query = query.Length > SearchIndex.LongestQuery ? query[..SearchIndex.LongestQuery] : query;
        context.Response.Headers.CacheControl = "private, max-age=60";
        context.Response.Headers["X-Robots-Tag"] = "noindex";
        await Page.WriteAsync<SearchPage>(
            context,
            PagePolicy.Form,
            (nameof(SearchPage.Language), PageLanguage.Of(context)),
            (nameof(SearchPage.Query), query),
            (nameof(SearchPage.Results), index.Find(query, MostResults)));
    }
}
