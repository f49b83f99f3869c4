using System.Text;
using LearnCoin.Api.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Site;

/// <summary>Renders components to whole pages and answers with them.</summary>
internal static class Page
{
    public const string MediaType = "text/html; charset=utf-8";

    /// <summary>Renders and answers. The status code, <c>Referrer-Policy</c> and <c>Cache-Control</c> may be set before; without the last the page is for nobody to keep.</summary>
    /// <param name="context">The request.</param>
    /// <param name="policy">Its Content-Security-Policy: see <see cref="PagePolicy"/>.</param>
    /// <param name="parameters">Of the component.</param>
    public static async Task WriteAsync<TPage>(HttpContext context, string policy, params IEnumerable<(string Name, object? Value)> parameters)
        where TPage : IComponent => await WriteAsync(context, policy, await RenderAsync<TPage>(context.RequestServices, parameters));

    /// <summary>Answers with a page that is rendered already.</summary>
    public static async Task WriteAsync(HttpContext context, string policy, byte[] html)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (!headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal)
            && Conditional.IsFresh(context, Conditional.TagOf(html)))
        {
            return;
        }

        await Json.WriteAsync(context, html, MediaType);
    }

    // The renderer alone: the framework's endpoints for components would bring antiforgery and a key ring that a static page has no use for.
    public static async Task<byte[]> RenderAsync<TPage>(IServiceProvider services, params IEnumerable<(string Name, object? Value)> parameters)
        where TPage : IComponent
    {
        // A host may bring component services that live no longer than a request.
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Value));
            return (await renderer.RenderComponentAsync<TPage>(view)).ToHtmlString();
        });
        return Encoding.UTF8.GetBytes(html);
    }
}
