using LearnCoin.Core.Configuration;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>
/// Forgets events and deliveries that have had their time (<c>Webhooks:RetentionDays</c>), and the deliveries of deleted endpoints, which
/// nobody can look at any more.
/// </summary>
public sealed class WebhookRetention(ITables tables, WebhookStore endpoints, EventStore events, DeliveryStore deliveries, WebhookOptions options, TimeProvider time)
{
    /// <summary>Endpoints that are deleted, until their deliveries are gone.</summary>
    private const string Table = "deletedwebhooks";
    private const string Partition = "deleted";

    // A fan-out that has read the endpoint before it went may still be entering deliveries.
    private static readonly TimeSpan NoteLife = TimeSpan.FromDays(1);

    /// <summary>Deletes an endpoint; the next purge deletes its deliveries. Those under way end when they are looked at.</summary>
    /// <returns>False when it was gone.</returns>
    public async Task<bool> DeleteAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        // First: an endpoint that is gone is not found by its tenant any more.
        var note = new Row(Partition, endpoint.Id.Value)
            .Set("of", TenantEnvironments.Join(endpoint.Tenant, endpoint.Environment))
            .Set("at", time.GetUtcNow());
        await tables.WriteAsync(Table, RowChange.Upsert(note), cancellationToken);
        return await endpoints.DeleteAsync(endpoint, cancellationToken);
    }

    /// <summary>Forgets what is too old of all tenants, and what is left of deleted endpoints.</summary>
    internal async Task PurgeAsync(IReadOnlyList<TenantId> tenants, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() - TimeSpan.FromDays(options.RetentionDays);
        var failures = new FirstFailure();
        // Each hour another begins: where there is more than one run can do, everybody's turn comes.
        var first = tenants.Count == 0 ? 0 : (int)(time.GetUtcNow().ToUnixTimeSeconds() / 3600 % tenants.Count);
        foreach (var tenant in tenants.Skip(first).Concat(tenants.Take(first)))
        {
            await failures.TryAsync(() => PurgeAsync(tenant, until, cancellationToken), cancellationToken);
        }

        await failures.TryAsync(() => PurgeDeletedAsync(cancellationToken), cancellationToken);
        failures.Throw();
    }

    private async Task PurgeAsync(TenantId tenant, DateTimeOffset until, CancellationToken cancellationToken)
    {
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            await events.PurgeAsync(tenant, environment, until, cancellationToken);
            foreach (var endpoint in await endpoints.ListAsync(tenant, environment, cancellationToken))
            {
                await deliveries.PurgeAsync(endpoint.Id, until, cancellationToken);
            }
        }
    }

    private async Task PurgeDeletedAsync(CancellationToken cancellationToken)
    {
        await foreach (var note in tables.AllAsync(Table, new RowRange(Partition), cancellationToken))
        {
            var id = new WebhookId(note.RowKey);
            var (tenant, environment) = TenantEnvironments.Split(note.RequiredText("of"));
            // A deletion that was noted and not made: the endpoint is alive, and so are its deliveries.
            if (await endpoints.FindAsync(tenant, environment, id, cancellationToken) is null)
            {
                await deliveries.PurgeAsync(id, DateTimeOffset.MaxValue, cancellationToken);
            }

            if (note.RequiredTime("at") + NoteLife < time.GetUtcNow())
            {
                await tables.WriteAsync(Table, RowChange.Delete(Partition, note.RowKey, note.Etag!), cancellationToken);
            }
        }
    }
}
