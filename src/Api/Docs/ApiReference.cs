using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnCoin.Api.Docs;

/// <summary>The OpenAPI document as the reference page shows it.</summary>
public sealed class ApiReference
{
    public const string Title = "API reference";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject document;

    public ApiReference(JsonObject document)
    {
        this.document = document;
        Server = (string)document["servers"]![0]!["url"]!;
        Operations =
        [
            .. from path in document["paths"]!.AsObject()
               from item in path.Value!.AsObject()
               select new ReferenceOperation(this, item.Key.ToUpperInvariant(), path.Key, item.Value!.AsObject()),
        ];
    }

    public string Server { get; }

    public JsonObject Info => document["info"]!.AsObject();

    public IReadOnlyList<ReferenceOperation> Operations { get; }

    /// <summary>Groups of operations with what is said of each.</summary>
    public IEnumerable<(string Name, string Description)> Tags =>
        document["tags"]!.AsArray().Select(static tag => ((string)tag!["name"]!, (string)tag["description"]!));

    public IEnumerable<(string Name, JsonObject Schema)> Schemas =>
        document["components"]!["schemas"]!.AsObject().Select(static schema => (schema.Key, schema.Value!.AsObject()));

    public IEnumerable<(string Scope, string Description)> Scopes =>
        document["components"]!["securitySchemes"]!["bearer"]!["x-scopes"]!.AsObject().Select(static scope => (scope.Key, (string)scope.Value!));

    /// <summary>The node itself, or what its <c>$ref</c> names.</summary>
    public JsonObject Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? Resolve(reference[2..].Split('/').Aggregate((JsonNode)document, static (at, part) => at[part]!))
        : node.AsObject();

    /// <summary>Properties of an object, with those of the schemas that it takes in by <c>allOf</c>, and whether each must be there.</summary>
    public IEnumerable<(string Name, JsonObject Schema, bool Required)> Properties(JsonObject schema)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(static name => (string)name!).ToHashSet();
        var inherited = (schema["allOf"]?.AsArray() ?? []).SelectMany(part => Properties(Resolve(part!)));
        return inherited.Concat((schema["properties"]?.AsObject() ?? []).Select(property =>
            (property.Key, property.Value!.AsObject(), required.Contains(property.Key))));
    }

    public static string Pretty(JsonNode value) => value.ToJsonString(Indented);

    /// <summary>What the address of a fragment is made of.</summary>
    public static string Anchor(string text) => string.Concat(text.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}

/// <summary>One operation.</summary>
public sealed record ReferenceOperation(ApiReference Reference, string Method, string Path, JsonObject Node)
{
    public string Id => (string)Node["operationId"]!;

    public string Tag => (string)Node["tags"]![0]!;

    public string Summary => (string)Node["summary"]!;

    public string? Description => (string?)Node["description"];

    public bool IsPublic => Node["security"] is JsonArray { Count: 0 };

    public IEnumerable<string> Scopes => (Node["security"]?.AsArray() ?? []).SelectMany(static one => one!["bearer"]!.AsArray()).Select(static scope => (string)scope!);

    public IEnumerable<JsonObject> Parameters => (Node["parameters"]?.AsArray() ?? []).Select(parameter => Reference.Resolve(parameter!));

    public JsonObject? Body => Node["requestBody"]?["content"]?["application/json"]?.AsObject();

    public IEnumerable<(string Status, JsonObject Response)> Successes =>
        Node["responses"]!.AsObject().Where(static response => response.Key[0] < '4').Select(static response => (response.Key, response.Value!.AsObject()));

    /// <summary>Every error with its status, cause and fix.</summary>
    public IEnumerable<(string Status, string Code, JsonObject Text)> Errors =>
        from response in Node["responses"]!.AsObject()
        from code in response.Value!["x-error-codes"]?.AsArray() ?? []
        select (response.Key, (string)code!, Reference.Resolve(new JsonObject { ["$ref"] = "#/components/examples/" + (string)code! }));

    /// <summary>Examples of a request or an answer, with their headings.</summary>
    public static IEnumerable<(string? Title, string Text)> Examples(JsonObject? content)
    {
        if (content?["example"] is { } one)
        {
            return [(null, ApiReference.Pretty(one))];
        }

        return (content?["examples"]?.AsObject() ?? []).Select(static example => ((string?)example.Value!["summary"], ApiReference.Pretty(example.Value["value"]!)));
    }

    public string Curl
    {
        get
        {
            var lines = new List<string> { $"curl {(Method is "GET" ? "" : $"-X {Method} ")}'{Reference.Server}{Path}'" };
            if (!IsPublic)
            {
                lines.Add("-H \"Authorization: Bearer $LEARNCOIN_API_KEY\"");
            }

            if (Body is not null)
            {
                lines.Add("-H 'Content-Type: application/json'");
                lines.Add("-d @request.json");
            }

            return string.Join(" \\\n  ", lines);
        }
    }
}
