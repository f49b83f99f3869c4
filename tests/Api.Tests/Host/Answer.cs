using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LearnCoin.Api.Tests.Host;

/// <summary>An HTTP answer, read whole.</summary>
public sealed partial class Answer
{
    private readonly HttpResponseMessage message;

    private Answer(HttpResponseMessage message, byte[] bytes)
    {
        this.message = message;
        Bytes = bytes;
    }

    public int Status => (int)message.StatusCode;

    public byte[] Bytes { get; }

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string? ErrorCode => Status < 400 ? null : (string?)Json["error"]!["code"];

    public static async Task<Answer> ReadAsync(HttpResponseMessage message) => new(message, await message.Content.ReadAsByteArrayAsync());

    /// <summary>Value of a header, or null.</summary>
    public string? this[string header] =>
        message.Headers.TryGetValues(header, out var values) || message.Content.Headers.TryGetValues(header, out values) ? string.Join(", ", values) : null;

    /// <summary>Values of a header that comes once each.</summary>
    public IReadOnlyList<string> All(string header) => message.Headers.TryGetValues(header, out var values) ? [.. values] : [];

    /// <summary>The body is exactly the one error body, and the headers that belong to it are there.</summary>
    public JsonNode IsError(int status, string code)
    {
        Assert.True(status == Status, $"expected {status} {code}, got {Status} {Text}");
        var root = Json.AsObject();
        Assert.Equal("error", Assert.Single(root).Key);
        var error = root["error"]!.AsObject();
        string[] members = error.ContainsKey("details") ? ["code", "message", "request_id", "details"] : ["code", "message", "request_id"];
        Assert.Equal(members, error.Select(static member => member.Key));
        Assert.Equal(code, (string?)error["code"]);
        Assert.NotEmpty((string)error["message"]!);
        Assert.Equal(this["X-Request-Id"], (string?)error["request_id"]);
        Assert.All(error["details"]?.AsArray() ?? [], static detail =>
            Assert.Equal(["code", "pointer", "message"], detail!.AsObject().Select(static member => member.Key)));
        Assert.Equal("application/json; charset=utf-8", this["Content-Type"]);
        Assert.Equal("no-store", this["Cache-Control"]);
        Assert.Equal(status == 401, this["WWW-Authenticate"] is not null);
        HasRequestId();
        return error;
    }

    public Answer HasRequestId()
    {
        Assert.Matches(RequestId(), this["X-Request-Id"]);
        return this;
    }

    /// <summary>The error body with the one part blanked that differs between two requests.</summary>
    public string WithoutRequestId() => Text.Replace(this["X-Request-Id"]!, "req_", StringComparison.Ordinal);

    public JsonElement Element => JsonDocument.Parse(Bytes).RootElement;

    [GeneratedRegex("^req_[0-9A-HJKMNP-TV-Z]{26}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RequestId();
}
