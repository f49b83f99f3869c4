using System.Text.Json;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Webhooks;

/// <summary>Body of <c>PATCH /v1/webhooks/{id}</c>: a member that was not sent stays.</summary>
internal sealed class WebhookPatch
{
    private readonly List<(string Member, Func<WebhookEndpoint, DateTimeOffset, WebhookEndpoint> Apply)> changes = [];

    private WebhookPatch()
    {
    }

    public static Result<WebhookPatch> Read(ReadOnlyMemory<byte> utf8Body, OutboundRules rules) => RequestObject.Read(
        utf8Body,
        request =>
        {
            var patch = new WebhookPatch();
            patch.AddUrl(request, rules);
            patch.AddEvents(request);
            patch.AddDescription(request);
            patch.AddActive(request);
            return patch;
        },
        "url", "events", "description", "active");

    /// <summary>The endpoint with the members that were sent.</summary>
    public WebhookEndpoint Apply(WebhookEndpoint endpoint, DateTimeOffset now) => changes.Aggregate(endpoint, (current, change) => change.Apply(current, now));

    /// <summary>Names of the members that would change something.</summary>
    public IReadOnlyList<string> Changes(WebhookEndpoint endpoint, DateTimeOffset now) =>
        [.. changes.Where(change => change.Apply(endpoint, now) != endpoint).Select(static change => change.Member)];

    private void AddUrl(RequestObject request, OutboundRules rules)
    {
        if (request.TryGet("url", out var value) && WebhookMembers.Url(request, value, rules) is { } url)
        {
            // Failures of the former address say nothing of this one.
            changes.Add(("url", (endpoint, _) => endpoint.Url == url ? endpoint : endpoint with { Url = url, FailingSince = null }));
        }
    }

    private void AddEvents(RequestObject request)
    {
        if (request.TryGet("events", out var value))
        {
            var events = WebhookMembers.Events(request, value);
            changes.Add(("events", (endpoint, _) => endpoint.Events.SequenceEqual(events) ? endpoint : endpoint with { Events = events }));
        }
    }

    private void AddDescription(RequestObject request)
    {
        if (request.TryGet("description", out _))
        {
            var description = request.OptionalText("description", WebhookMembers.MaxDescription);
            changes.Add(("description", (endpoint, _) => endpoint with { Description = description }));
        }
    }

    private void AddActive(RequestObject request)
    {
        if (!request.TryGet("active", out var value))
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                // Also of one that is active: its time of failures begins anew.
                changes.Add(("active", static (endpoint, _) => endpoint with { DisabledAt = null, DisabledReason = null, FailingSince = null }));
                break;
            case JsonValueKind.False:
                changes.Add(("active", static (endpoint, now) => endpoint.IsActive
                    ? endpoint with { DisabledAt = now, DisabledReason = DisableReasons.Tenant, Disables = endpoint.Disables + 1 }
                    : endpoint));
                break;
            default:
                request.Invalid("active", "must be true or false");
                break;
        }
    }
}
