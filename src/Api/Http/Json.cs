using System.Text.Json;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>Writes JSON answers.</summary>
internal static class Json
{
    public const string MediaType = "application/json; charset=utf-8";

    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write) => WriteAsync(context, ApiJson.Bytes(write));

    public static Task WriteAsync(HttpContext context, byte[] body, string mediaType = MediaType)
    {
        context.Response.ContentType = mediaType;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
