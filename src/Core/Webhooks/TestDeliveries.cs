using System.Buffers.Binary;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>Sends <c>webhook.test</c> to one endpoint while the tenant waits: one attempt, signed as every other, entered in the log.</summary>
public sealed class TestDeliveries(
    WebhookStore endpoints, WebhookSecrets secrets, DeliveryStore deliveries, EventStore events, EventData data, IWebhookSender sender, TimeProvider time, IEntropy entropy)
{
    // Longer than an attempt takes: only when this process dies does the sweep make one of its own.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <returns>The delivery with its one attempt; webhook_not_found, environment_mismatch, webhook_disabled.</returns>
    public async Task<Result<Delivery>> SendAsync(TenantId tenant, TenantEnvironment environment, string asked, CancellationToken cancellationToken)
    {
        var found = await endpoints.FindOwnAsync(tenant, environment, asked, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var endpoint = found.Value;
        if (!endpoint.IsActive)
        {
            return WebhookErrors.Disabled();
        }

        var published = Event(endpoint);
        await events.AddAsync([published], cancellationToken);
        var delivery = Delivery.Of(published, endpoint.Id, time.GetUtcNow()) with { NextAt = time.GetUtcNow() + Patience };
        await deliveries.AddAsync(delivery, cancellationToken);
        var attempt = await AttemptAsync(endpoint, published, cancellationToken);
        var made = await deliveries.ChangeAsync(endpoint.Id, delivery.Id, current => Made(current, attempt), cancellationToken);
        return made ?? Made(delivery, attempt);
    }

    private static Delivery Made(Delivery delivery, DeliveryAttempt attempt) => delivery with
    {
        State = attempt.Failure is null ? DeliveryState.Delivered : DeliveryState.Failed,
        Attempts = [.. delivery.Attempts, attempt],
        NextAt = null,
    };

    /// <summary>Its turn is drawn: two tests of one millisecond are two events.</summary>
    private PublishedEvent Event(WebhookEndpoint endpoint)
    {
        Span<byte> turn = stackalloc byte[sizeof(int)];
        entropy.Fill(turn);
        var told = new DomainEvent(EventTypes.WebhookTest, endpoint.Id.Value, BinaryPrimitives.ReadInt32LittleEndian(turn) & int.MaxValue, time.GetUtcNow());
        return new PublishedEvent(told, endpoint.Tenant, endpoint.Environment) { Data = EventData.Test(endpoint) };
    }

    private async Task<DeliveryAttempt> AttemptAsync(WebhookEndpoint endpoint, PublishedEvent published, CancellationToken cancellationToken)
    {
        var body = await data.BodyAsync(published, cancellationToken);
        var at = time.GetUtcNow();
        var began = time.GetTimestamp();
        var headers = await HeadersAsync(endpoint, published.Id, at, body, cancellationToken);
        var answer = await sender.PostAsync(new WebhookRequest(new Uri(endpoint.Url), body, headers), cancellationToken);
        return new DeliveryAttempt(1, at, (int)time.GetElapsedTime(began).TotalMilliseconds, answer.Status, answer.Failure, answer.Answer);
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> HeadersAsync(
        WebhookEndpoint endpoint, EventId id, DateTimeOffset at, byte[] body, CancellationToken cancellationToken)
    {
        using var secret = await secrets.OpenAsync(endpoint.Secret, cancellationToken);
        using var previous = endpoint.PreviousSecret is { } wrapped && endpoint.PreviousSecretUntil > at ? await secrets.OpenAsync(wrapped, cancellationToken) : null;
        PinnedSecret[] both = previous is null ? [secret] : [secret, previous];
        return WebhookSignature.Headers(id, at, body, both, 1, "req_" + Ulid.Create(at, entropy));
    }
}
