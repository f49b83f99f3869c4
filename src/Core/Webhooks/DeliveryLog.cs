using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Webhooks;

/// <summary>What a tenant wants to see of an endpoint's deliveries.</summary>
/// <param name="State">Null: any.</param>
/// <param name="EventType">Null: any.</param>
/// <param name="Cursor">The last one of the page before; null: from the newest on.</param>
/// <param name="Limit">Page size.</param>
public sealed record DeliveryQuery(DeliveryState? State, string? EventType, DeliveryId? Cursor, int Limit)
{
    internal bool Takes(Delivery delivery) => (State is null || delivery.State == State) && (EventType is null || delivery.EventType == EventType);
}

/// <summary>The log of an endpoint's deliveries, newest event first.</summary>
public sealed class DeliveryLog(DeliveryStore deliveries)
{
    private const int Step = 100;

    // A rare state in a long log: the page ends before it is full, and its cursor leads on.
    private const int MostRead = 1_000;

    /// <returns>One delivery; delivery_not_found.</returns>
    public async Task<Result<Delivery>> FindAsync(WebhookId webhook, string asked, CancellationToken cancellationToken) =>
        DeliveryId.TryParse(asked, out var id) && await deliveries.FindAsync(webhook, id, cancellationToken) is { } delivery ? delivery : WebhookErrors.NoDelivery();

    /// <returns><c>Next</c> is the cursor of the page after; null when there is none. A page may be short and still have one.</returns>
    public async Task<(IReadOnlyList<Delivery> Deliveries, DeliveryId? Next)> ReadAsync(
        WebhookId webhook, DeliveryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<Delivery>();
        var cursor = query.Cursor;
        for (var read = 0; read < MostRead;)
        {
            var (page, next) = await deliveries.ListAsync(webhook, query.State is null && query.EventType is null ? query.Limit : Step, cursor, cancellationToken);
            foreach (var (index, delivery) in page.Index())
            {
                if (query.Takes(delivery))
                {
                    found.Add(delivery);
                }

                if (found.Count == query.Limit)
                {
                    return (found, next is not null || index < page.Count - 1 ? delivery.Id : null);
                }
            }

            if (next is null)
            {
                return (found, null);
            }

            cursor = next;
            read += page.Count;
        }

        return (found, cursor);
    }
}
