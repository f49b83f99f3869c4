using System.Text.Json;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Requests;

/// <summary>Reads a small request body: one closed JSON object, all of its faults told together.</summary>
internal sealed class RequestObject
{
    private readonly JsonElement body;

    private RequestObject(JsonElement body) => this.body = body;

    public FaultList Faults { get; } = new();

    /// <param name="utf8Body">The body as it came.</param>
    /// <param name="read">Makes the value and tells faults; its result is dropped when there are any.</param>
    /// <param name="known">Members that the object may have.</param>
    /// <returns>The value, or an error whose code is the first fault's.</returns>
    public static Result<T> Read<T>(ReadOnlyMemory<byte> utf8Body, Func<RequestObject, T> read, params ReadOnlySpan<string> known)
    {
        var parsed = StrictJson.Parse(utf8Body);
        if (!parsed.IsOk)
        {
            return parsed.Error;
        }

        using var document = parsed.Value;
        var request = new RequestObject(document.RootElement);
        if (request.body.ValueKind != JsonValueKind.Object)
        {
            request.Faults.Invalid(JsonPath.Root, $"must be an object; known members are {string.Join(", ", known)}");
            return request.Faults.ToError()!;
        }

        var value = read(request);
        Members.RefuseUnknown(request.body, JsonPath.Root, request.Faults, known);
        return request.Faults.ToError() is { } error ? error : value;
    }

    /// <summary>The member as it was sent; false when absent. JSON null counts as present: a PATCH clears with it.</summary>
    public bool TryGet(string name, out JsonElement value) => body.TryGetProperty(name, out value);

    /// <summary>A required string of 1 to <paramref name="maxLength"/> characters without control characters; null when a fault was told.</summary>
    public string? RequiredText(string name, int maxLength)
    {
        if (body.TryGetProperty(name, out var value))
        {
            return Text(name, value, maxLength);
        }

        Faults.Missing(JsonPath.Root.Member(name), Expected(maxLength));
        return null;
    }

    /// <summary>As <see cref="RequiredText"/>; null too when absent or JSON null.</summary>
    public string? OptionalText(string name, int maxLength) =>
        Members.TryGetOptional(body, name, out var value) ? Text(name, value, maxLength) : null;

    /// <summary>A fault at the member.</summary>
    public void Invalid(string name, string expected) => Faults.Invalid(JsonPath.Root.Member(name), expected);

    private string? Text(string name, JsonElement value, int maxLength)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length >= 1 && text.Length <= maxLength && !text.Any(char.IsControl))
        {
            return text;
        }

        Invalid(name, "must be " + Expected(maxLength));
        return null;
    }

    private static string Expected(int maxLength) => $"a string of 1 to {maxLength} characters without control characters";
}
