using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnCoin.Api.Tests.Host;

/// <summary>
/// Writes every exchange as a line of JSON to the file that LEARNCOIN_EXCHANGES names; without it, nothing. tests/OpenApi holds the lines
/// against the document.
/// </summary>
internal static class ExchangeLog
{
    // A batch of 500 fits; what floods a limit is not worth keeping.
    private const int LargestRequest = 512 * 1024;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Lock Gate = new();
    private static readonly string? File = Environment.GetEnvironmentVariable("LEARNCOIN_EXCHANGES");

    public static async Task WriteAsync(HttpRequestMessage request, byte[]? requestBody, HttpResponseMessage response)
    {
        if (File is null)
        {
            return;
        }

        var body = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Concat(response.Content.Headers)
            .Select(static header => KeyValuePair.Create(header.Key.ToLowerInvariant(), (JsonNode?)string.Join(", ", header.Value)));
        var line = new JsonObject
        {
            ["method"] = request.Method.Method,
            ["path"] = request.RequestUri!.PathAndQuery,
            ["request_body"] = requestBody is null ? null : Text(requestBody),
            ["status"] = (int)response.StatusCode,
            ["headers"] = new JsonObject(headers),
            ["body"] = Text(body),
        };
        var text = line.ToJsonString(Options) + "\n";
        lock (Gate)
        {
            System.IO.File.AppendAllText(File, text);
        }
    }

    /// <summary>The body to record, read before it is sent; null when there is none or nothing is recorded.</summary>
    public static async Task<byte[]?> BodyAsync(HttpRequestMessage request)
    {
        if (File is null || request.Content is null || request.Content.Headers.ContentLength is null or > LargestRequest)
        {
            return null;
        }

        await request.Content.LoadIntoBufferAsync();
        return await request.Content.ReadAsByteArrayAsync();
    }

    private static JsonNode Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
