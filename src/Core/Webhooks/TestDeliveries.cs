using System.Buffers.Binary;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// Sends <c>webhook.test</c> to one endpoint while the tenant waits, one that is disabled too: who has repaired it wants to see so first. One attempt,
/// signed as every other, entered in the log.
/// </summary>
public sealed class TestDeliveries
{
    // Longer than an attempt takes: only when this process dies does the sweep find it, and enters that it broke off.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // As long as who is turned away from the gate stays away at least.
    private const int BusySeconds = 5;

    private readonly DeliveryParts parts;
    private readonly TimeProvider time;
    private readonly IEntropy entropy;

    internal TestDeliveries(DeliveryParts parts, TimeProvider time, IEntropy entropy) => (this.parts, this.time, this.entropy) = (parts, time, entropy);

    /// <returns>The delivery with its one attempt; webhook_not_found, environment_mismatch; rate_limited while too many attempts are under way.</returns>
    public async Task<Result<Delivery>> SendAsync(TenantId tenant, TenantEnvironment environment, string asked, CancellationToken cancellationToken)
    {
        var found = await parts.Endpoints.FindOwnAsync(tenant, environment, asked, cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        // Not as one that fails, whose one place is its retries': somebody waits.
        var (place, _) = await parts.Gate.EnterAsync(Visitor.Of(found.Value, isFailing: false, isFresh: true), cancellationToken);
        if (place is null)
        {
            return WebhookErrors.Busy(BusySeconds);
        }

        using (place)
        {
            return await SendAsync(found.Value, place, cancellationToken);
        }
    }

    private async Task<Delivery> SendAsync(WebhookEndpoint endpoint, DeliveryGate.Place place, CancellationToken cancellationToken)
    {
        var published = Event(endpoint);
        await parts.Events.AddAsync([published], cancellationToken);
        var delivery = Delivery.Of(published, endpoint.Id, time.GetUtcNow()) with { NextAt = time.GetUtcNow() + Patience };
        await parts.Deliveries.AddAsync(delivery, cancellationToken);
        var (attempt, answer) = await parts.Sender.SendAsync(endpoint, published, delivery.NextAttempt, place, cancellationToken);
        if (answer.IsSuccess)
        {
            await parts.Health.EnterAsync(endpoint, answer, cancellationToken);
        }

        // Whoever set it going again meanwhile makes attempts of his own.
        await parts.Deliveries.ChangeAsync(
            endpoint.Id,
            delivery.Id,
            current => current is { State: DeliveryState.Pending, Attempts.Count: 0, RestartedAfter: null } ? Made(current, attempt) : null,
            cancellationToken);
        return Made(delivery, attempt);
    }

    private static Delivery Made(Delivery delivery, DeliveryAttempt attempt) => delivery with
    {
        State = attempt.Failure is null ? DeliveryState.Delivered : DeliveryState.Failed,
        Attempts = [attempt],
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
}
