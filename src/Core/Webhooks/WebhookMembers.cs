using System.Text.Json;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Events;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Webhooks;

/// <summary>Members that the bodies of creation and change share.</summary>
internal static class WebhookMembers
{
    public const int MaxDescription = 256;

    /// <summary>What an endpoint can subscribe to: all but the event that a test sends to one endpoint alone.</summary>
    public static IReadOnlyList<string> Subscribable { get; } = [.. EventTypes.All.Where(static type => type != EventTypes.WebhookTest)];

    private static string ExpectedEvents => "a list of one or more of " + string.Join(", ", Subscribable);

    /// <summary>Null when a fault was told.</summary>
    public static string? RequiredUrl(RequestObject request, OutboundRules rules)
    {
        if (request.TryGet("url", out var value))
        {
            return Url(request, value, rules);
        }

        request.Faults.Missing(JsonPath.Root.Member("url"), Expected(rules));
        return null;
    }

    /// <summary>Null when a fault was told.</summary>
    public static string? Url(RequestObject request, JsonElement value, OutboundRules rules)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && IsUrl(text, rules))
        {
            return text;
        }

        request.Invalid("url", "must be " + Expected(rules));
        return null;
    }

    public static IReadOnlyList<string> RequiredEvents(RequestObject request)
    {
        if (request.TryGet("events", out var value))
        {
            return Events(request, value);
        }

        request.Faults.Missing(JsonPath.Root.Member("events"), ExpectedEvents);
        return [];
    }

    /// <summary>The types in the order given; one that is named twice counts once.</summary>
    public static IReadOnlyList<string> Events(RequestObject request, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            request.Invalid("events", "must be " + ExpectedEvents);
            return [];
        }

        var types = new List<string>();
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString() is not { } type || !Subscribable.Contains(type))
            {
                request.Faults.Invalid(JsonPath.Root.Member("events").Item(index), "must be one of " + string.Join(", ", Subscribable));
            }
            else if (!types.Contains(type))
            {
                types.Add(type);
            }
        }

        return types;
    }

    private static string Expected(OutboundRules rules) =>
        $"{OutboundRules.Expected}, of at most {OutboundRules.MaxUrlLength} characters" + (rules.IsDevelopment ? "; on this machine also http to loopback, and any port" : "");

    private static bool IsUrl(string text, OutboundRules rules) =>
        text.Length <= OutboundRules.MaxUrlLength
        && AbsoluteIri.IsLink(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && rules.Allows(url)
        // Http is for this machine alone: the connection would be refused anyway, and here it can be told.
        && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback);
}
