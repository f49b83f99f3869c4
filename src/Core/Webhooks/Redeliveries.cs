using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Webhooks;

/// <summary>What a replay has begun.</summary>
/// <param name="Count">Deliveries that are on their way (again).</param>
/// <param name="Next">Where to go on with another call; null: that was all of the range.</param>
public sealed record ReplayCount(int Count, DateTimeOffset? Next);

/// <summary>Sends again what was delivered, failed or never sent, when a tenant asks for it. Event ids stay the same: receivers drop what they know.</summary>
/// <param name="endpoints">Endpoints.</param>
/// <param name="deliveries">Their deliveries.</param>
/// <param name="log">The same, as tenants ask for them.</param>
/// <param name="events">What can be replayed.</param>
/// <param name="workflows">Where deliveries are begun.</param>
/// <param name="reach">How old an event can be: as long as events are kept.</param>
/// <param name="time">Clock.</param>
public sealed class Redeliveries(WebhookStore endpoints, DeliveryStore deliveries, DeliveryLog log, EventStore events, IWorkflows workflows, TimeSpan reach, TimeProvider time)
{
    /// <summary>Deliveries that one replay begins, and events that it looks at: what a request can do while somebody waits.</summary>
    public const int MostDeliveries = 1_000;

    private const int MostEvents = 10_000;
    private const int SideBySide = 8;

    /// <summary>Makes the next attempt of a delivery now; its schedule begins anew.</summary>
    /// <returns>It as it is on its way; webhook_not_found, environment_mismatch, delivery_not_found, webhook_disabled.</returns>
    public async Task<Result<Delivery>> RetryAsync(
        TenantId tenant, TenantEnvironment environment, string asked, string askedDelivery, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindOwnAsync(tenant, environment, asked, cancellationToken);
        if (!endpoint.IsOk)
        {
            return endpoint.Error;
        }

        var delivery = await log.FindAsync(endpoint.Value.Id, askedDelivery, cancellationToken);
        if (!delivery.IsOk)
        {
            return delivery;
        }

        if (!endpoint.Value.IsActive)
        {
            return WebhookErrors.Disabled();
        }

        return await SendAsync(delivery.Value, cancellationToken) is { } sent ? sent : WebhookErrors.NoDelivery();
    }

    /// <summary>Delivers the events of a range again that the endpoint subscribes to, those too that it never got.</summary>
    /// <returns>How many; the faults of the body; webhook_not_found, environment_mismatch, webhook_disabled.</returns>
    public async Task<Result<ReplayCount>> ReplayAsync(
        TenantId tenant, TenantEnvironment environment, string asked, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var request = ReplayRequest.Read(body, time.GetUtcNow(), reach);
        if (!request.IsOk)
        {
            return request.Error;
        }

        var endpoint = await endpoints.FindOwnAsync(tenant, environment, asked, cancellationToken);
        if (!endpoint.IsOk)
        {
            return endpoint.Error;
        }

        if (!endpoint.Value.IsActive)
        {
            return WebhookErrors.Disabled();
        }

        var (wanted, next) = await WantedAsync(endpoint.Value, request.Value, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, options, async (published, stop) =>
        {
            var delivery = Delivery.Of(published, endpoint.Value.Id, time.GetUtcNow());
            if (await deliveries.AddAsync(delivery, stop))
            {
                await workflows.StartAsync(DeliverWebhookWorkflow.Name, delivery.Id.Value, delivery.Reference, stop);
            }
            else
            {
                await SendAsync(delivery, stop);
            }
        });
        return new ReplayCount(wanted.Count, next);
    }

    private async Task<(List<PublishedEvent> Wanted, DateTimeOffset? Next)> WantedAsync(
        WebhookEndpoint endpoint, ReplayRequest range, CancellationToken cancellationToken)
    {
        var wanted = new List<PublishedEvent>();
        var read = 0;
        await foreach (var published in events.ListAsync(endpoint.Tenant, endpoint.Environment, range.Since, range.Until, cancellationToken))
        {
            if (wanted.Count == MostDeliveries || read == MostEvents)
            {
                return (wanted, published.Event.Time);
            }

            read++;
            if (endpoint.Wants(published.Event.Type))
            {
                wanted.Add(published);
            }
        }

        return (wanted, null);
    }

    /// <summary>Pending and due now; the workflow that waits is woken, one that has ended begins anew.</summary>
    private async Task<Delivery?> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var sent = await deliveries.RestartAsync(delivery, time.GetUtcNow(), cancellationToken);
        if (sent is not null && !await workflows.StartAsync(DeliverWebhookWorkflow.Name, sent.Id.Value, sent.Reference, cancellationToken))
        {
            await workflows.RaiseEventAsync(sent.Id.Value, DeliverWebhookWorkflow.RetryNow, "", cancellationToken);
        }

        return sent;
    }
}
