using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Api.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document, joined from the JSON files beside this one: <c>document.json</c> is the frame, <c>paths/*</c> and
/// <c>components/*</c> are put into it, <c>errors.json</c> explains the codes, <c>webhooks.json</c> the events. What follows from rules (error answers, the headers that all
/// answers share, the code list) is filled in here, so that no file repeats it.
/// </summary>
internal static class OpenApiDocument
{
    private const string Prefix = "LearnCoin.Api.OpenApi/";

    private static readonly string[] EventHeaders =
    [
        WebhookSignature.EventIdHeader, WebhookSignature.SignatureHeader, WebhookSignature.AttemptHeader, WebhookSignature.RequestIdHeader,
        WebhookSignature.StandardId, WebhookSignature.StandardTimestamp, WebhookSignature.StandardSignature,
    ];

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="server">Origin under which the API is reached.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Build(string server) => JsonSerializer.SerializeToUtf8Bytes(Join(server), Options);

    /// <summary>Cause and fix of every error code, by its name.</summary>
    public static IReadOnlyDictionary<string, ErrorText> ErrorTexts() => Read("errors.json").ToDictionary(
        static text => text.Key,
        static text => new ErrorText((string)text.Value!["message"]!, (string)text.Value["cause"]!, (string)text.Value["fix"]!));

    public static JsonObject Join(string server)
    {
        var document = Read("document.json");
        document["servers"] = new JsonArray(new JsonObject { ["url"] = server, ["description"] = "This deployment" });
        var paths = document["paths"]!.AsObject();
        var components = document["components"]!.AsObject();
        foreach (var name in Names("paths/"))
        {
            Merge(paths, Read(name));
        }

        foreach (var name in Names("components/"))
        {
            var section = name["components/".Length..].Split('.')[0];
            components.TryAdd(section, new JsonObject());
            Merge(components[section]!.AsObject(), Read(name));
        }

        var expansion = new OperationExpansion(document["x-error-sets"]!.AsObject());
        foreach (var (_, item) in paths)
        {
            foreach (var (_, operation) in item!.AsObject())
            {
                expansion.Apply(operation!.AsObject());
            }
        }

        document["webhooks"] = Events(Read("webhooks.json"));
        AddErrors(components, expansion.Used);
        document.Remove("x-error-sets");
        return document;
    }

    /// <summary>The enumeration of all codes, and an example body for each that an operation refers to.</summary>
    private static void AddErrors(JsonObject components, IReadOnlySet<ErrorCode> used)
    {
        var texts = ErrorTexts();
        var examples = new JsonObject();
        foreach (var code in ErrorCode.All.Where(used.Contains))
        {
            var text = texts[code.Name];
            var error = new JsonObject { ["code"] = code.Name, ["message"] = text.Message, ["request_id"] = "req_01KAMN8E4T9V7Q2W5X3Y6Z0ABC" };
            examples[code.Name] = new JsonObject { ["summary"] = text.Cause, ["description"] = text.Fix, ["value"] = new JsonObject { ["error"] = error } };
        }

        components["examples"] = examples;
        components["schemas"]!["ErrorCode"] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = "The catalogue of errors. A code has the same status wherever it is returned.",
            ["enum"] = new JsonArray([.. ErrorCode.All.Select(static code => (JsonNode)code.Name)]),
        };
    }

    /// <summary>What is sent to endpoints: each event under its type, all with the same headers.</summary>
    private static JsonObject Events(JsonObject texts) => new(texts.Select(static text => KeyValuePair.Create(text.Key, (JsonNode?)new JsonObject
    {
        ["post"] = new JsonObject
        {
            ["operationId"] = "on" + string.Concat(text.Key.Split('.').Select(static word => char.ToUpperInvariant(word[0]) + word[1..])),
            ["tags"] = new JsonArray("Webhooks"),
            ["summary"] = text.Value!["summary"]!.DeepClone(),
            ["security"] = new JsonArray(),
            ["parameters"] = new JsonArray([.. EventHeaders.Select(static name => (JsonNode)Ref("parameters", name))]),
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject
                    {
                        ["schema"] = Ref("schemas", (string)text.Value["schema"]!),
                        ["example"] = text.Value["example"]!.DeepClone(),
                    },
                },
            },
            ["responses"] = new JsonObject
            {
                ["2XX"] = new JsonObject { ["description"] = "Taken. Answer within 15 s, and work on it afterwards." },
                ["410"] = new JsonObject { ["description"] = "The endpoint is gone: it is disabled." },
                ["4XX"] = new JsonObject { ["description"] = "Not taken: sent again later, as with every answer that is no 2xx, redirects included. `Retry-After` is honoured." },
            },
        },
    })));

    private static JsonObject Ref(string section, string name) => new() { ["$ref"] = $"#/components/{section}/{name}" };

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (!into.TryAdd(name, value?.DeepClone()))
            {
                throw new InvalidDataException($"Two OpenAPI files define {name}");
            }
        }
    }

    private static IEnumerable<string> Names(string folder) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix + folder, StringComparison.Ordinal))
        .Select(static name => name[Prefix.Length..])
        .Order(StringComparer.Ordinal);

    private static JsonObject Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        return JsonNode.Parse(stream)!.AsObject();
    }
}

/// <summary>What <c>errors.json</c> says of a code.</summary>
/// <param name="Message">An example of <c>error.message</c>.</param>
internal sealed record ErrorText(string Message, string Cause, string Fix);
