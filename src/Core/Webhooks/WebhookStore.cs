using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>Endpoints in the table <c>webhooks</c>, by tenant and environment, oldest first. Events of endpoints lie beside them.</summary>
public sealed class WebhookStore(ITables tables)
{
    internal const string Table = "webhooks";

    /// <summary>A tenant's endpoints in an environment, oldest first.</summary>
    public async Task<IReadOnlyList<WebhookEndpoint>> ListAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken)
    {
        var found = new List<WebhookEndpoint>();
        await foreach (var row in tables.AllAsync(Table, RowRange.Prefix(Partition(tenant, environment), WebhookId.Prefix), cancellationToken))
        {
            found.Add(WebhookEndpoint.From(row));
        }

        return found;
    }

    public async Task<WebhookEndpoint?> FindAsync(TenantId tenant, TenantEnvironment environment, WebhookId id, CancellationToken cancellationToken) =>
        await tables.GetAsync(Table, Partition(tenant, environment), id.Value, cancellationToken) is { } row ? WebhookEndpoint.From(row) : null;

    /// <summary>A tenant's endpoint by its id; unknown, another tenant's and of the other environment are told apart as the API tells them.</summary>
    public async Task<Result<WebhookEndpoint>> FindOwnAsync(TenantId tenant, TenantEnvironment environment, string asked, CancellationToken cancellationToken)
    {
        if (!WebhookId.TryParse(asked, out var id))
        {
            return WebhookErrors.NotFound();
        }

        if (await FindAsync(tenant, environment, id, cancellationToken) is { } endpoint)
        {
            return endpoint;
        }

        // Read for an unknown id as for another tenant's: the two cannot be told apart by the time either.
        var other = environment == TenantEnvironment.Test ? TenantEnvironment.Live : TenantEnvironment.Test;
        return await FindAsync(tenant, other, id, cancellationToken) is null ? WebhookErrors.NotFound() : WebhookErrors.OtherEnvironment();
    }

    /// <summary>Stores a new endpoint; stored before (a resumed request), it stays as it is.</summary>
    public async Task AddAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        await tables.WriteAsync(Table, RowChange.Insert(endpoint.ToRow()), cancellationToken);
    }

    /// <summary>Changes an endpoint under its ETag; what the change means is entered in its transaction.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="change">Its next form; null leaves it, and tells nothing.</param>
    /// <param name="tell">The event, of the endpoint as it becomes; null: none.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>The endpoint as it stands; null when it is gone.</returns>
    public async Task<WebhookEndpoint?> ChangeAsync(
        WebhookEndpoint endpoint, Func<WebhookEndpoint, WebhookEndpoint?> change, Func<WebhookEndpoint, DomainEvent?>? tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(change);
        var partition = Partition(endpoint.Tenant, endpoint.Environment);
        var row = await tables.ChangeAsync(
            Table,
            partition,
            endpoint.Id.Value,
            current => current is null ? null : change(WebhookEndpoint.From(current))?.ToRow(),
            next => tell?.Invoke(WebhookEndpoint.From(next)) is { } told ? told.ToRows(partition) : [],
            cancellationToken);
        return row is null ? null : WebhookEndpoint.From(row);
    }

    /// <returns>False when it was gone.</returns>
    public async Task<bool> DeleteAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var deleted = await tables.WriteAsync(
            Table, RowChange.Delete(Partition(endpoint.Tenant, endpoint.Environment), endpoint.Id.Value, RowChange.AnyEtag), cancellationToken);
        return deleted.IsDone;
    }

    internal static string Partition(TenantId tenant, TenantEnvironment environment) => TenantEnvironments.Join(tenant, environment);
}
