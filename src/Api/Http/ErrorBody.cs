using System.Globalization;
using System.Text.Json;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>The one body of every non-2xx answer: <c>{"error": {code, message, request_id, details?}}</c> (seeds/error-codes.txt).</summary>
internal static class ErrorBody
{
    public static Task WriteAsync(HttpContext context, Error error)
    {
        CallNote.Of(context).Error = error.Code;
        var response = context.Response;
        response.StatusCode = error.Code.Status;
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.Code.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        return Json.WriteAsync(context, writer => Write(writer, error, RequestIds.Of(context)));
    }

    private static void Write(Utf8JsonWriter json, Error error, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", error.Code.Name);
        json.WriteString("message", error.Message);
        json.WriteString("request_id", requestId);
        if (error.Details.Count > 0)
        {
            json.WriteStartArray("details");
            foreach (var fault in error.Details)
            {
                json.WriteStartObject();
                json.WriteString("code", fault.Code.Name);
                json.WriteString("pointer", fault.Pointer);
                json.WriteString("message", fault.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
