using System.Collections.Frozen;
using System.Security.Cryptography;
using LearnCoin.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Site;

/// <summary>Style sheets, scripts and pictures of the pages, under <c>/assets/</c>. Embedded: both hosts serve them without files beside the assembly.</summary>
internal static class SiteAssets
{
    private const string Prefix = "LearnCoin.Api.Assets.";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Asset> All = typeof(SiteAssets).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(static name => new Asset(name[Prefix.Length..]))
        .ToFrozenDictionary(static asset => asset.Name, StringComparer.Ordinal);

    /// <summary>Address of an asset: it changes with the content, so that browsers may keep what they have for ever.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public static string Url(string name) => $"/assets/{name}?v={All[name].Version}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in All.Values)
        {
            routes.MapRead("/assets/" + asset.Name, context => WriteAsync(context, asset));
        }
    }

    private static async Task WriteAsync(HttpContext context, Asset asset)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "public, max-age=300";
        // Scripts run as workers too, and a worker has the policy of its own answer, not its page's.
        headers.ContentSecurityPolicy = PagePolicy.Worker(context);
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var body = asset.IsText ? asset.Encoded.For(context) : asset.Content;
        if (!Conditional.IsFresh(context, $"\"{asset.Version}\""))
        {
            await Json.WriteAsync(context, body, asset.MediaType);
        }
    }

    private sealed class Asset
    {
        public Asset(string name)
        {
            Name = name;
            using var stream = typeof(SiteAssets).Assembly.GetManifestResourceStream(Prefix + name)!;
            Content = new byte[stream.Length];
            stream.ReadExactly(Content);
            MediaType = MediaTypes.GetValueOrDefault(Path.GetExtension(name), "text/plain; charset=utf-8");
            Version = Convert.ToHexStringLower(SHA256.HashData(Content))[..16];
            Encoded = new EncodedContent(Content);
        }

        public string Name { get; }

        public byte[] Content { get; }

        public string MediaType { get; }

        /// <summary>From the content.</summary>
        public string Version { get; }

        public bool IsText => MediaType != "image/png";

        public EncodedContent Encoded { get; }
    }
}
