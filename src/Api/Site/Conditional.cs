using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Site;

/// <summary>Answers to those who have the content already (RFC 9110 section 13.1.2).</summary>
internal static class Conditional
{
    /// <summary>A strong tag of what would be answered.</summary>
    public static string TagOf(ReadOnlySpan<byte> content) => $"\"{Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 16))}\"";

    /// <summary>Sets the tag; where the caller has that content, the answer is 304 and complete.</summary>
    /// <param name="context">The request.</param>
    /// <param name="etag">With its quotes.</param>
    public static bool IsFresh(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        if (context.Response.StatusCode != StatusCodes.Status200OK
            || !context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Tag == etag))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
