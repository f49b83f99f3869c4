using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LearnCoin.Api.Site;

/// <summary>Bytes and their compressed forms, each made when first asked for. Only for what is public: lengths of compressed secrets tell of them.</summary>
/// <param name="content">Uncompressed.</param>
internal sealed class EncodedContent(byte[] content)
{
    // The best quality would take seconds for the large ones, which few visitors need.
    private const int Large = 512 * 1024;

    private readonly Lazy<byte[]> brotli = new(() => Compressed(content, static (copy, level) => new BrotliStream(copy, level)));
    private readonly Lazy<byte[]> gzip = new(() => Compressed(content, static (copy, level) => new GZipStream(copy, level)));

    /// <summary>The form that the caller takes, its coding named in the answer.</summary>
    public byte[] For(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding;
        if (Takes("br"))
        {
            headers.ContentEncoding = "br";
            return brotli.Value;
        }

        if (Takes("gzip"))
        {
            headers.ContentEncoding = "gzip";
            return gzip.Value;
        }

        return content;

        bool Takes(string coding) => accepted.Any(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
    }

    private static byte[] Compressed(byte[] content, Func<Stream, CompressionLevel, Stream> coding)
    {
        using var copy = new MemoryStream();
        using (var stream = coding(copy, content.Length < Large ? CompressionLevel.SmallestSize : CompressionLevel.Optimal))
        {
            stream.Write(content);
        }

        return copy.ToArray();
    }
}
