using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary><c>Idempotency-Key</c> of a request and <c>Idempotency-Replayed</c> of its answer (spec/api.md, "Idempotency").</summary>
internal static class IdempotencyHeader
{
    /// <returns>The key, null when the request has none, or invalid_field_format.</returns>
    public static Result<string?> Read(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue("Idempotency-Key", out var header))
        {
            return (string?)null;
        }

        return header.Count == 1 && IdempotencyStore.TryReadKey(header.ToString(), out var key)
            ? key
            : new Error(ErrorCode.InvalidFieldFormat, "Idempotency-Key: expected one header of 1 to 255 visible ASCII characters");
    }

    public static Task WriteAsync(HttpContext context, IdempotentAnswer answer)
    {
        if (answer.Replayed)
        {
            context.Response.Headers["Idempotency-Replayed"] = "true";
        }

        context.Response.StatusCode = answer.Status;
        return Json.WriteAsync(context, answer.Body);
    }
}
