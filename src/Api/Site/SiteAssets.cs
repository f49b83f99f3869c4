using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using LearnCoin.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

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
        headers.Vary = HeaderNames.AcceptEncoding;
        if (Conditional.IsFresh(context, $"\"{asset.Version}\""))
        {
            return;
        }

        var encoding = asset.IsText ? Accepted(context.Request) : null;
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        await Json.WriteAsync(context, encoding switch { "br" => asset.Brotli, "gzip" => asset.Gzip, _ => asset.Content }, asset.MediaType);
    }

    private static string? Accepted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return Takes("br") ? "br" : Takes("gzip") ? "gzip" : null;

        bool Takes(string coding) => accepted.Any(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
    }

    private sealed class Asset
    {
        private readonly Lazy<byte[]> brotli;
        private readonly Lazy<byte[]> gzip;

        public Asset(string name)
        {
            Name = name;
            using var stream = typeof(SiteAssets).Assembly.GetManifestResourceStream(Prefix + name)!;
            Content = new byte[stream.Length];
            stream.ReadExactly(Content);
            MediaType = MediaTypes.GetValueOrDefault(Path.GetExtension(name), "text/plain; charset=utf-8");
            Version = Convert.ToHexStringLower(SHA256.HashData(Content))[..16];
            // When first asked for: the large ones few visitors need, and the best quality would take seconds for them.
            var level = Content.Length < 512 * 1024 ? CompressionLevel.SmallestSize : CompressionLevel.Optimal;
            brotli = new Lazy<byte[]>(() => Compressed(copy => new BrotliStream(copy, level)));
            gzip = new Lazy<byte[]>(() => Compressed(copy => new GZipStream(copy, level)));
        }

        public string Name { get; }

        public byte[] Content { get; }

        public string MediaType { get; }

        /// <summary>From the content.</summary>
        public string Version { get; }

        public bool IsText => MediaType != "image/png";

        public byte[] Brotli => brotli.Value;

        public byte[] Gzip => gzip.Value;

        private byte[] Compressed(Func<Stream, Stream> coding)
        {
            using var copy = new MemoryStream();
            using (var stream = coding(copy))
            {
                stream.Write(Content);
            }

            return copy.ToArray();
        }
    }
}
