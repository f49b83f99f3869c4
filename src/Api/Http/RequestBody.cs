using System.Buffers;
using System.Text;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace LearnCoin.Api.Http;

/// <summary>Reads a JSON body up to a limit: what is over the limit is refused when it is passed, not after reading it all.</summary>
public static class RequestBody
{
    /// <summary>Largest batch body, bytes (spec/api.md: 40 MB).</summary>
    public const int BatchLimit = 40 * 1024 * 1024;

    private const int MostFields = 8;
    private const int SmallBody = 16 * 1024;
    private const int LargestAdvance = 1024 * 1024;

    /// <summary>Largest body of a request without a key, bytes (spec/api.md: 256 KB).</summary>
    public const int PublicLimit = 256 * 1024;

    internal static Task<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpContext context, int limit, CancellationToken cancellationToken) =>
        IsJson(context.Request.ContentType)
            ? ReadPlainAsync(context, limit, cancellationToken)
            : Task.FromResult<Result<ReadOnlyMemory<byte>>>(new Error(ErrorCode.UnsupportedMediaType, "Content-Type: expected application/json (UTF-8)"));

    /// <summary>The fields of a form that a page sends, each the first of its name.</summary>
    internal static async Task<Result<IReadOnlyDictionary<string, string>>> ReadFormAsync(HttpContext context, int limit, CancellationToken cancellationToken)
    {
        if (!HasType(context.Request.ContentType, "application/x-www-form-urlencoded"))
        {
            return new Error(ErrorCode.UnsupportedMediaType, "Content-Type: expected application/x-www-form-urlencoded (UTF-8)");
        }

        var body = await ReadPlainAsync(context, limit, cancellationToken);
        if (!body.IsOk)
        {
            return body.Error;
        }

        using var reader = new FormReader(Encoding.UTF8.GetString(body.Value.Span)) { ValueCountLimit = MostFields };
        try
        {
            return (await reader.ReadFormAsync(cancellationToken)).ToDictionary(static field => field.Key, static field => field.Value.FirstOrDefault() ?? "");
        }
        catch (InvalidDataException)
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"The form must have at most {MostFields} fields");
        }
    }

    private static async Task<Result<ReadOnlyMemory<byte>>> ReadPlainAsync(HttpContext context, int limit, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!IsPlain(request.Headers.ContentEncoding))
        {
            return new Error(ErrorCode.UnsupportedMediaType, "Content-Encoding: the body must come as it is, not compressed");
        }

        if (request.ContentLength > limit)
        {
            return TooLarge(context, limit);
        }

        // Memory for what came, not for what was promised: a slow body that says it is large holds little.
        var body = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? SmallBody, LargestAdvance) + 1);
        while (true)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(), cancellationToken);
            if (read == 0)
            {
                return body.WrittenMemory;
            }

            body.Advance(read);
            if (body.WrittenCount > limit)
            {
                return TooLarge(context, limit);
            }
        }
    }

    /// <summary>The rest of the body is not wanted, so the connection cannot go on: a client that is not told would send its next request into one that closes.</summary>
    private static Error TooLarge(HttpContext context, int limit)
    {
        context.Response.Headers.Connection = "close";
        return new(ErrorCode.PayloadTooLarge, $"The request body is larger than {limit} bytes: send smaller batches");
    }

    private static bool IsPlain(StringValues encoding) =>
        encoding.Count == 0 || string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string? contentType) => HasType(contentType, "application/json");

    private static bool HasType(string? contentType, string expected) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, expected, StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
}
