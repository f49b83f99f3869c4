using System.Text;
using LearnCoin.Api.Http;
using LearnCoin.Api.OpenApi;
using LearnCoin.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Docs;

/// <summary><c>/docs</c>: the documentation, rendered here from the OpenAPI document. No script, nothing from elsewhere.</summary>
internal static class DocsEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var reference = new ApiReference(OpenApiDocument.Join(routes.ServiceProvider.GetRequiredService<LearnCoinCore>().Urls.ApiOrigin));
        MapPage<ContentsPage>(routes, "/docs", reference);
        MapPage<ReferencePage>(routes, "/docs/api", reference);
    }

    /// <summary>The document does not change while the process runs: a page is rendered when first asked for, and kept.</summary>
    private static void MapPage<TPage>(IEndpointRouteBuilder routes, string pattern, ApiReference reference)
        where TPage : IComponent
    {
        var page = new Lazy<Task<byte[]>>(() => RenderAsync<TPage>(routes.ServiceProvider, reference));
        routes.MapRead(pattern, async context =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "public, max-age=300";
            await Json.WriteAsync(context, await page.Value, "text/html; charset=utf-8");
        });
    }

    private static async Task<byte[]> RenderAsync<TPage>(IServiceProvider services, ApiReference reference)
        where TPage : IComponent
    {
        // A host may bring component services that live no longer than a request.
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Reference"] = reference });
            return (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString();
        });
        return Encoding.UTF8.GetBytes(html);
    }
}
