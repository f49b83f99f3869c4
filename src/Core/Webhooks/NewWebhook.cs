using LearnCoin.Core.Kernel;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Webhooks;

/// <summary>Body of <c>POST /v1/webhooks</c>.</summary>
/// <param name="Url">Where to; not connected to yet.</param>
/// <param name="Events">Types, each once.</param>
/// <param name="Description">The tenant's own words.</param>
internal sealed record NewWebhook(string Url, IReadOnlyList<string> Events, string? Description)
{
    /// <summary>The URL may hold a secret of the tenant's: not in a text that may reach a log.</summary>
    public override string ToString() => nameof(NewWebhook);

    public static Result<NewWebhook> Read(ReadOnlyMemory<byte> utf8Body, OutboundRules rules) => RequestObject.Read(
        utf8Body,
        request => new NewWebhook(
            WebhookMembers.RequiredUrl(request, rules) ?? "",
            WebhookMembers.RequiredEvents(request),
            request.OptionalText("description", WebhookMembers.MaxDescription)),
        "url", "events", "description");
}
