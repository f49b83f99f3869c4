using System.Text.Json.Nodes;

namespace LearnCoin.Api.Tests.Host;

/// <summary>One operation of the OpenAPI document.</summary>
internal sealed record Documented(string Method, string Path, JsonObject Operation)
{
    public string Name => $"{Method} {Path}";

    public bool HasBody => Operation["requestBody"] is not null;

    /// <summary>Scopes that it lists; null when it needs no key.</summary>
    public string[]? Scopes
    {
        get
        {
            var security = Operation["security"];
            return security is JsonArray { Count: 0 } ? null : [.. (security?[0]!["bearer"]!.AsArray() ?? []).Select(static scope => (string)scope!)];
        }
    }

    /// <summary>The path with ids that nothing has.</summary>
    public string Address => Path
        .Replace("/batches/{id}", "/batches/bat_01HXYZABCDEFGHJKMNPQRSTVWX", StringComparison.Ordinal)
        .Replace("/webhooks/{id}", "/webhooks/whk_01HXYZABCDEFGHJKMNPQRSTVWX", StringComparison.Ordinal)
        .Replace("{delivery}", "dlv_01HXYZABCDEFGHJKMNPQRSTVWX", StringComparison.Ordinal)
        .Replace("{id}", "crd_01HXYZABCDEFGHJKMNPQRSTVWX", StringComparison.Ordinal)
        .Replace("{list}", "none", StringComparison.Ordinal);

    public bool Declares(string code) => Operation["responses"]!.AsObject()
        .Any(response => response.Value!["x-error-codes"]?.AsArray().Any(declared => (string)declared! == code) == true);

    public static IReadOnlyList<Documented> Of(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new Documented(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()),
    ];
}
