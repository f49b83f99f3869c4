using System.Runtime.CompilerServices;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// Deliveries in the table <c>deliveries</c>, by endpoint, newest first; those that are not over have a row in <c>opendeliveries</c> besides,
/// by which a sweep finds them.
/// </summary>
public sealed class DeliveryStore(ITables tables)
{
    private const string Table = "deliveries";
    private const string OpenTable = "opendeliveries";
    private const string OpenPartition = "open";

    /// <summary>Enters a new delivery; entered before, it stays as it is.</summary>
    public async Task AddAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var written = await tables.WriteAsync(Table, RowChange.Insert(delivery.ToRow()), cancellationToken);
        if (written.IsDone || await FindAsync(delivery.Webhook, delivery.Id, cancellationToken) is { State: DeliveryState.Pending })
        {
            await OpenAsync(delivery, cancellationToken);
        }
    }

    public async Task<Delivery?> FindAsync(WebhookId webhook, DeliveryId id, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, webhook.Value, RowKeyOf(id), cancellationToken) is { } row ? Delivery.From(row) : null;

    /// <summary>A page of an endpoint's deliveries, newest first.</summary>
    /// <returns><c>Next</c> is the cursor of the page after; null when there is none.</returns>
    public async Task<(IReadOnlyList<Delivery> Deliveries, DeliveryId? Next)> ListAsync(
        WebhookId webhook, int limit, DeliveryId? cursor, CancellationToken cancellationToken)
    {
        // '~' follows every character of a key: the range begins after the cursor's own row.
        var range = new RowRange(webhook.Value, cursor is { } last ? RowKeyOf(last) + '~' : null);
        var found = new List<Delivery>(limit + 1);
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(Table, range, limit + 1 - found.Count, continuation, cancellationToken);
            found.AddRange(page.Rows.Select(Delivery.From));
            continuation = page.Continuation;
        }
        while (continuation is not null && found.Count <= limit);

        return found.Count <= limit ? (found, null) : (found[..limit], found[limit - 1].Id);
    }

    /// <summary>Changes a delivery under its ETag, and keeps the sweep's row in step.</summary>
    /// <returns>It as it stands; null when it is gone.</returns>
    public async Task<Delivery?> ChangeAsync(WebhookId webhook, DeliveryId id, Func<Delivery, Delivery?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var row = await tables.ChangeAsync(
            Table, webhook.Value, RowKeyOf(id), current => current is null ? null : change(Delivery.From(current))?.ToRow(), cancellationToken);
        if (row is null)
        {
            return null;
        }

        var delivery = Delivery.From(row);
        if (delivery.State == DeliveryState.Pending)
        {
            await OpenAsync(delivery, cancellationToken);
        }
        else
        {
            await CloseAsync(id, cancellationToken);
        }

        return delivery;
    }

    /// <summary>What is not over, with the time of its next attempt, oldest event first.</summary>
    public async IAsyncEnumerable<(WebhookId Webhook, DeliveryId Id, DateTimeOffset NextAt)> ListOpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(OpenTable, new RowRange(OpenPartition), cancellationToken))
        {
            yield return (new WebhookId(row.RequiredText("webhook")), new DeliveryId(row.RowKey), row.RequiredTime("next_at"));
        }
    }

    /// <summary>The sweep has no more business with it.</summary>
    public async Task CloseAsync(DeliveryId id, CancellationToken cancellationToken) =>
        await tables.WriteAsync(OpenTable, RowChange.Delete(OpenPartition, id.Value, RowChange.AnyEtag), cancellationToken);

    /// <summary>Forgets an endpoint's deliveries of events before <paramref name="until"/>.</summary>
    public async Task PurgeAsync(WebhookId webhook, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, new RowRange(webhook.Value, NewestFirst.Turn(Ulid.FirstOf(until))), cancellationToken))
        {
            await CloseAsync(new DeliveryId(row.RequiredText("id")), cancellationToken);
            await tables.WriteAsync(Table, RowChange.Delete(row.PartitionKey, row.RowKey, RowChange.AnyEtag), cancellationToken);
        }
    }

    internal static string RowKeyOf(DeliveryId id) => NewestFirst.Turn(id.Value.AsSpan(DeliveryId.Prefix.Length));

    private async Task OpenAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var row = new Row(OpenPartition, delivery.Id.Value).Set("webhook", delivery.Webhook.Value).Set("next_at", delivery.NextAt ?? delivery.CreatedAt);
        await tables.WriteAsync(OpenTable, RowChange.Upsert(row), cancellationToken);
    }
}
