using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>Takes away what deleted endpoints leave behind: their log of deliveries.</summary>
public sealed class WebhookRemovals(WebhookStore endpoints, DeliveryStore deliveries, TimeProvider time)
{
    // A request should not wait longer for a long log: the timer goes on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Whoever read the endpoints before the deletion has entered its delivery by then.
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(1);

    /// <summary>Clears a deleted endpoint's log, as far as it goes in a request.</summary>
    public async Task BeginAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await deliveries.PurgeAsync(endpoint.Id, DateTimeOffset.MaxValue, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Clears the logs of all deleted endpoints, and forgets those that can get nothing more. Running it twice does no harm.</summary>
    public async Task SweepAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken)
    {
        foreach (var (id, since) in await endpoints.ListGoneAsync(tenant, environment, cancellationToken))
        {
            await deliveries.PurgeAsync(id, DateTimeOffset.MaxValue, cancellationToken);
            if (since + Aftermath < time.GetUtcNow())
            {
                await endpoints.ForgetGoneAsync(tenant, environment, id, cancellationToken);
            }
        }
    }
}
