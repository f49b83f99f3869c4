using System.Buffers.Binary;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>Sends <c>webhook.test</c> to one endpoint while the tenant waits: one attempt, signed as every other, entered in the log.</summary>
public sealed class TestDeliveries
{
    private readonly DeliveryParts parts;
    private readonly OpenedSecrets secrets;
    private readonly IWebhookSender sender;
    private readonly TimeProvider time;
    private readonly IEntropy entropy;

    internal TestDeliveries(DeliveryParts parts, OpenedSecrets secrets, IWebhookSender sender, TimeProvider time, IEntropy entropy) =>
        (this.parts, this.secrets, this.sender, this.time, this.entropy) = (parts, secrets, sender, time, entropy);


    // Longer than an attempt takes: only when this process dies does the sweep make one of its own.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <returns>The delivery with its one attempt; webhook_not_found, environment_mismatch, webhook_disabled.</returns>
    public async Task<Result<Delivery>> SendAsync(TenantId tenant, TenantEnvironment environment, string asked, CancellationToken cancellationToken)
    {
        var found = await parts.Endpoints.FindOwnAsync(tenant, environment, asked, cancellationToken);
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
        await parts.Events.AddAsync([published], cancellationToken);
        var delivery = Delivery.Of(published, endpoint.Id, time.GetUtcNow()) with { NextAt = time.GetUtcNow() + Patience };
        await parts.Deliveries.AddAsync(delivery, cancellationToken);
        var attempt = await AttemptAsync(endpoint, published, cancellationToken);
        var made = await parts.Deliveries.ChangeAsync(endpoint.Id, delivery.Id, current => Made(current, attempt), cancellationToken);
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
        var body = await parts.Data.BodyAsync(published, cancellationToken);
        var at = time.GetUtcNow();
        IReadOnlyList<KeyValuePair<string, string>> headers;
        var keys = await secrets.OfAsync(endpoint, at, cancellationToken);
        try
        {
            headers = WebhookSignature.Headers(published.Id, at, body, keys, 1, RequestPartition.IdPrefix + Ulid.Create(at, entropy));
        }
        finally
        {
            foreach (var key in keys)
            {
                key.Dispose();
            }
        }

        var began = time.GetTimestamp();
        var answer = await sender.PostAsync(new WebhookRequest(new Uri(endpoint.Url), body, headers), cancellationToken);
        return new DeliveryAttempt(1, at, (int)time.GetElapsedTime(began).TotalMilliseconds, answer.Status, answer.Failure, AnswerText.Keep(answer.Answer, body));
    }
}
