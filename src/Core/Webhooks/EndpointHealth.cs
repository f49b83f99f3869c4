using LearnCoin.Core.Events;

namespace LearnCoin.Core.Webhooks;

/// <summary>What attempts mean for their endpoint: since when it fails, and when it is enough. Written where that changes, not at each attempt.</summary>
internal sealed class EndpointHealth(WebhookStore endpoints, Outbox outbox, TimeProvider time)
{
    /// <summary>An endpoint that did nothing but fail for so long gets nothing more.</summary>
    public static readonly TimeSpan LongestFailing = TimeSpan.FromDays(5);

    private const int Gone = 410;

    /// <summary>Enters how an attempt ended.</summary>
    /// <returns>The endpoint as it stands; null when it is gone.</returns>
    public async Task<WebhookEndpoint?> EnterAsync(WebhookEndpoint endpoint, WebhookAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccess)
        {
            return endpoint.FailingSince is null
                ? endpoint
                : await endpoints.ChangeAsync(endpoint, static current => current.FailingSince is null ? null : current with { FailingSince = null }, null, cancellationToken);
        }

        var now = time.GetUtcNow();
        if (answer.Status == Gone)
        {
            return await DisableAsync(endpoint, DisableReasons.Gone, now, cancellationToken);
        }

        return endpoint.FailingSince is not { } since
            ? await endpoints.ChangeAsync(endpoint, current => current.FailingSince is null ? current with { FailingSince = now } : null, null, cancellationToken)
            : now - since >= LongestFailing ? await DisableAsync(endpoint, DisableReasons.Failing, now, cancellationToken)
            : endpoint;
    }

    private async Task<WebhookEndpoint?> DisableAsync(WebhookEndpoint endpoint, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = OutboxPlace.Of(endpoint.Tenant, endpoint.Environment);
        // Before the change: run again after a crash, this step finds an endpoint that is disabled and would tell nobody.
        await outbox.NoteAsync(place, cancellationToken);
        var disabled = await endpoints.ChangeAsync(
            endpoint,
            current => IsStill(current, reason, now)
                ? current with { DisabledAt = now, DisabledReason = reason, FailingSince = current.FailingSince ?? now, Disables = current.Disables + 1 }
                : null,
            static next => new DomainEvent(EventTypes.WebhookDisabled, next.Id.Value, next.Disables, next.DisabledAt!.Value),
            cancellationToken);
        await outbox.PublishAsync(place, cancellationToken);
        return disabled;
    }

    /// <summary>Another attempt may have succeeded meanwhile.</summary>
    private static bool IsStill(WebhookEndpoint current, string reason, DateTimeOffset now) =>
        current.IsActive && (reason == DisableReasons.Gone || (current.FailingSince is { } since && now - since >= LongestFailing));
}
