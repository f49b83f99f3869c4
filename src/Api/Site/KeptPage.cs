using System.Collections.Concurrent;
using LearnCoin.Api.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Site;

/// <summary>A page that is the same for all who read its language, for as long as the process runs: rendered when first asked for, and kept.</summary>
internal sealed class KeptPage
{
    private readonly ConcurrentDictionary<string, Lazy<Task<EncodedContent>>> kept = new(StringComparer.Ordinal);
    private readonly Func<string, Task<byte[]>> render;
    private readonly string policy;

    private KeptPage(Func<string, Task<byte[]>> render, string policy)
    {
        (this.render, this.policy) = (render, policy);
    }

    /// <summary>Maps it.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="path">Its address.</param>
    /// <param name="policy">See <see cref="PagePolicy"/>.</param>
    /// <param name="parameters">Of the component, besides its <c>Language</c>.</param>
    public static void Map<TPage>(IEndpointRouteBuilder routes, string path, string policy, params (string Name, object? Value)[] parameters)
        where TPage : IComponent => routes.MapRead(
            path, new KeptPage(language => Page.RenderAsync<TPage>(routes.ServiceProvider, [("Language", language), .. parameters]), policy).AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var content = await kept.GetOrAdd(PageLanguage.Of(context), Rendered).Value;
        // An answer that sets the cookie of the language is for the one who asked.
        context.Response.Headers.CacheControl = context.Response.Headers.SetCookie.Count == 0 ? "public, max-age=300" : "private, max-age=300";
        await Page.WriteAsync(context, policy, content.For(context));
    }

    private Lazy<Task<EncodedContent>> Rendered(string language) => new(async () => new EncodedContent(await render(language)));
}
