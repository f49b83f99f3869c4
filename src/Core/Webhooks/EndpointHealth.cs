using LearnCoin.Core.Events;

namespace LearnCoin.Core.Webhooks;

/// <summary>What attempts mean for their endpoint: since when it fails, and when it is enough. Written where that changes, not at each attempt.</summary>
internal sealed class EndpointHealth(WebhookStore endpoints, Outbox outbox, TimeProvider time)
{
    /// <summary>An endpoint that did nothing but fail for so long gets nothing more.</summary>
    public static readonly TimeSpan LongestFailing = TimeSpan.FromDays(5);

    private const int Gone = 410;

    /// <summary>
    /// Failures further apart say nothing of the time between them: nothing was sent. The longest wait of the schedule is less, and so is what
    /// is lost by entering a failure at most once in <see cref="Grain"/>.
    /// </summary>
    private static readonly TimeSpan LongestGap = DeliverySchedule.LongestWait + TimeSpan.FromHours(2);

    private static readonly TimeSpan Grain = TimeSpan.FromHours(1);

    /// <summary>Enters how an attempt ended.</summary>
    /// <returns>The endpoint as it stands; null when it is gone.</returns>
    public async Task<WebhookEndpoint?> EnterAsync(WebhookEndpoint endpoint, WebhookAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccess)
        {
            return endpoint.FailingSince is null
                ? endpoint
                : await endpoints.ChangeAsync(
                    endpoint,
                    current => current.FailingSince is null || current.Url != endpoint.Url ? null : current with { FailingSince = null, LastFailureAt = null },
                    null,
                    cancellationToken);
        }

        var now = time.GetUtcNow();
        return answer.Status == Gone ? await DisableAsync(endpoint, DisableReasons.Gone, now, cancellationToken)
            : Failed(endpoint, now) is not { } next ? endpoint
            : now - next.FailingSince >= LongestFailing ? await DisableAsync(endpoint, DisableReasons.Failing, now, cancellationToken)
            : await endpoints.ChangeAsync(endpoint, current => IsSame(current, endpoint) ? Failed(current, now) : null, null, cancellationToken);
    }

    private async Task<WebhookEndpoint?> DisableAsync(WebhookEndpoint endpoint, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = OutboxPlace.Of(endpoint.Tenant, endpoint.Environment);
        // Before the change: run again after a crash, this step finds an endpoint that is disabled and would tell nobody.
        await outbox.NoteAsync(place, cancellationToken);
        var disabled = await endpoints.ChangeAsync(
            endpoint,
            current => IsSame(current, endpoint) && IsStill(current, reason, now)
                ? current with { DisabledAt = now, DisabledReason = reason, FailingSince = current.FailingSince ?? now, Disables = current.Disables + 1 }
                : null,
            static next => new DomainEvent(EventTypes.WebhookDisabled, next.Id.Value, next.Disables, next.DisabledAt!.Value),
            cancellationToken);
        await outbox.PublishAsync(place, cancellationToken);
        return disabled;
    }

    /// <summary>An answer that was long in coming says nothing of another address, nor of what was enabled again meanwhile.</summary>
    private static bool IsSame(WebhookEndpoint current, WebhookEndpoint endpoint) =>
        current.IsActive && current.Url == endpoint.Url && current.Disables == endpoint.Disables;

    /// <summary>Its next form when an attempt failed now; null: there is nothing to be entered.</summary>
    private static WebhookEndpoint? Failed(WebhookEndpoint current, DateTimeOffset now)
    {
        // What was entered before the last failure was, has none.
        if (current.FailingSince is { } since && now - (current.LastFailureAt ?? since) <= LongestGap)
        {
            return now - since >= LongestFailing || now - (current.LastFailureAt ?? since) >= Grain ? current with { LastFailureAt = now } : null;
        }

        return current with { FailingSince = now, LastFailureAt = now };
    }

    /// <summary>Another attempt may have succeeded meanwhile.</summary>
    private static bool IsStill(WebhookEndpoint current, string reason, DateTimeOffset now) =>
        reason == DisableReasons.Gone || now - Failed(current, now)?.FailingSince >= LongestFailing;
}
