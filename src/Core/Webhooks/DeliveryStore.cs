using System.Runtime.CompilerServices;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Webhooks;

/// <summary>A note of a delivery that is not over, for the sweep.</summary>
/// <param name="Webhook">To whom.</param>
/// <param name="Id">Which.</param>
/// <param name="NextAt">When its next attempt is due.</param>
/// <param name="IsAskedFor">It was set going by hand: its workflow may wait for a later time and not have been told.</param>
public sealed record OpenDelivery(WebhookId Webhook, DeliveryId Id, DateTimeOffset NextAt, bool IsAskedFor);

/// <summary>
/// Deliveries in the table <c>deliveries</c>, by endpoint, newest first; those that are not over have a row in <c>opendeliveries</c> besides,
/// by which a sweep finds them. The two are no transaction: the note is there before the delivery, and whoever takes it away looks again.
/// </summary>
public sealed class DeliveryStore(ITables tables)
{
    private const string Table = "deliveries";
    private const string OpenTable = "opendeliveries";
    private const string OpenPartition = "open";

    /// <summary>Enters a new delivery; entered before, it stays as it is.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> AddAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        await OpenAsync(delivery, isAskedFor: false, cancellationToken);
        var written = await tables.WriteAsync(Table, RowChange.Insert(delivery.ToRow()), cancellationToken);
        if (written.IsDone)
        {
            return true;
        }

        if (await FindAsync(delivery.Webhook, delivery.Id, cancellationToken) is { State: DeliveryState.Pending } standing)
        {
            await OpenAsync(standing, isAskedFor: false, cancellationToken);
        }
        else
        {
            await CloseAsync(delivery.Webhook, delivery.Id, cancellationToken);
        }

        return false;
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
        if (delivery.State != DeliveryState.Pending)
        {
            return await CloseAsync(webhook, id, cancellationToken) ?? delivery;
        }

        await OpenAsync(delivery, isAskedFor: false, cancellationToken);
        return delivery;
    }

    /// <summary>Makes a delivery pending and due now, its schedule as at its beginning.</summary>
    /// <returns>It as it stands; null when it is gone.</returns>
    public async Task<Delivery?> RestartAsync(Delivery delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        // Before: should this process die in between, the sweep finds it. And after: an attempt that was just over may have taken it away.
        await OpenAsync(delivery with { NextAt = now }, isAskedFor: true, cancellationToken);
        var row = await tables.ChangeAsync(
            Table, delivery.Webhook.Value, RowKeyOf(delivery.Id), current => current is null ? null : Delivery.From(current).Restart(now).ToRow(), cancellationToken);
        if (row is null)
        {
            await CloseAsync(delivery.Webhook, delivery.Id, cancellationToken);
            return null;
        }

        var restarted = Delivery.From(row);
        await OpenAsync(restarted, isAskedFor: true, cancellationToken);
        return restarted;
    }

    /// <summary>What is not over, oldest event first.</summary>
    public async IAsyncEnumerable<OpenDelivery> ListOpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(OpenTable, new RowRange(OpenPartition), cancellationToken))
        {
            yield return new OpenDelivery(new WebhookId(row.RequiredText("webhook")), new DeliveryId(row.RowKey), row.RequiredTime("next_at"), row.Text("asked_for") is not null);
        }
    }

    /// <summary>The sweep has no more business with it, unless it was set going again at this moment.</summary>
    /// <returns>Null: it is over; or the delivery that goes on.</returns>
    public async Task<Delivery?> CloseAsync(WebhookId webhook, DeliveryId id, CancellationToken cancellationToken)
    {
        await tables.WriteAsync(OpenTable, RowChange.Delete(OpenPartition, id.Value, RowChange.AnyEtag), cancellationToken);
        if (await FindAsync(webhook, id, cancellationToken) is not { State: DeliveryState.Pending } pending)
        {
            return null;
        }

        await OpenAsync(pending, isAskedFor: true, cancellationToken);
        return pending;
    }

    /// <summary>Its workflow has been told that an attempt is asked for.</summary>
    public Task TellAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return OpenAsync(delivery, isAskedFor: false, cancellationToken);
    }

    /// <summary>Forgets an endpoint's deliveries of events before <paramref name="until"/>.</summary>
    public async Task PurgeAsync(WebhookId webhook, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var rows = tables.AllAsync(Table, new RowRange(webhook.Value, NewestFirst.Turn(Ulid.FirstOf(until))), cancellationToken);
        await foreach (var chunk in rows.Chunk(TableLimits.MaxTransactionRows).WithCancellation(cancellationToken))
        {
            var pending = chunk.Where(static row => row.Text("state") == nameof(DeliveryState.Pending)).Select(static row => row.RequiredText("id"));
            await tables.DeleteAllAsync(OpenTable, OpenPartition, pending, cancellationToken);
            await tables.DeleteAllAsync(Table, webhook.Value, chunk.Select(static row => row.RowKey), cancellationToken);
        }
    }

    internal static string RowKeyOf(DeliveryId id) => NewestFirst.Turn(id.Value.AsSpan(DeliveryId.Prefix.Length));

    private async Task OpenAsync(Delivery delivery, bool isAskedFor, CancellationToken cancellationToken)
    {
        var row = new Row(OpenPartition, delivery.Id.Value)
            .Set("webhook", delivery.Webhook.Value)
            .Set("next_at", delivery.NextAt ?? delivery.CreatedAt)
            .Set("asked_for", isAskedFor ? "1" : null);
        await tables.WriteAsync(OpenTable, RowChange.Upsert(row), cancellationToken);
    }
}
