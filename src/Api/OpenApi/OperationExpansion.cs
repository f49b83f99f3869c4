using System.Globalization;
using System.Text.Json.Nodes;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.OpenApi;

/// <summary>Fills one operation in: an answer for every error code it names, and the headers that follow from rules.</summary>
/// <param name="sets">Named lists of codes that <c>x-errors</c> may name instead of single ones.</param>
internal sealed class OperationExpansion(JsonObject sets)
{
    private static readonly Dictionary<string, ErrorCode> Codes = ErrorCode.All.ToDictionary(static code => code.Name);

    // Answered before the tenant's limit is looked at, or without having got so far.
    private static readonly int[] WithoutRateLimit = [401, 405, 500];

    private static readonly ErrorCode[] MayWait =
        [ErrorCode.IdempotencyRequestInProgress, ErrorCode.SigningKeyUnavailable, ErrorCode.AnchoringChainUnavailable, ErrorCode.InternalError];

    private readonly HashSet<ErrorCode> used = [];

    /// <summary>Every code that an operation named.</summary>
    public IReadOnlySet<ErrorCode> Used => used;

    public void Apply(JsonObject operation)
    {
        var isPublic = operation["security"] is JsonArray { Count: 0 };
        var responses = operation["responses"]!.AsObject();
        foreach (var (_, response) in responses)
        {
            AddHeaders(response!.AsObject(), !isPublic);
        }

        foreach (var group in ErrorsOf(operation).GroupBy(static code => code.Status))
        {
            used.UnionWith(group);
            var limited = !isPublic && !WithoutRateLimit.Contains(group.Key);
            responses[group.Key.ToString(CultureInfo.InvariantCulture)] = ErrorResponse(group.Key, [.. group], limited);
        }

        foreach (var status in operation["x-html-errors"]?.AsArray() ?? [])
        {
            responses[status!.ToString()]!["content"]!["text/html"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        operation.Remove("x-errors");
        operation.Remove("x-html-errors");
        operation["responses"] = new JsonObject(responses.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }

    private IEnumerable<ErrorCode> ErrorsOf(JsonObject operation)
    {
        var named = operation["x-errors"]!.AsArray().Select(static name => (string)name!).Append("every");
        var names = named.SelectMany(name => sets[name] is JsonArray set ? set.Select(static code => (string)code!) : [name]).ToHashSet();
        return names.Select(static name => Codes[name]).OrderBy(static code => code.Status);
    }

    private static JsonObject ErrorResponse(int status, ErrorCode[] codes, bool limited)
    {
        var examples = new JsonObject(codes.Select(static code => KeyValuePair.Create(code.Name, (JsonNode?)Ref("examples", code.Name))));
        var response = new JsonObject
        {
            ["description"] = string.Join(", ", codes.Select(static code => $"`{code.Name}`")),
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Ref("schemas", "Error"), ["examples"] = examples } },
            ["x-error-codes"] = new JsonArray([.. codes.Select(static code => (JsonNode)code.Name)]),
        };
        AddHeaders(response, limited);
        var headers = response["headers"]!.AsObject();
        if (status is 403 or 429)
        {
            // Not with the limit on failed logins, nor where the tenant's plan is gone.
            headers["RateLimit"] = Ref("headers", "RateLimit-Known");
            headers["RateLimit-Policy"] = Ref("headers", "RateLimit-Policy-Known");
        }

        if (status == 401)
        {
            headers["WWW-Authenticate"] = Ref("headers", "WWW-Authenticate");
        }

        if (status == 405)
        {
            headers["Allow"] = Ref("headers", "Allow");
        }

        if (status == 429)
        {
            headers["Retry-After"] = Ref("headers", "Retry-After-Always");
        }
        else if (codes.Any(MayWait.Contains))
        {
            headers["Retry-After"] = Ref("headers", "Retry-After");
        }

        return response;
    }

    private static void AddHeaders(JsonObject response, bool limited)
    {
        var headers = new JsonObject { ["X-Request-Id"] = Ref("headers", "X-Request-Id") };
        foreach (var name in response["x-headers"]?.AsArray() ?? [])
        {
            headers[(string)name!] = Ref("headers", (string)name!);
        }

        if (limited)
        {
            headers["RateLimit"] = Ref("headers", "RateLimit");
            headers["RateLimit-Policy"] = Ref("headers", "RateLimit-Policy");
        }

        foreach (var (name, header) in response["headers"]?.AsObject() ?? [])
        {
            headers[name] = header?.DeepClone();
        }

        response.Remove("x-headers");
        response["headers"] = headers;
    }

    private static JsonObject Ref(string section, string name) => new() { ["$ref"] = $"#/components/{section}/{name}" };
}
