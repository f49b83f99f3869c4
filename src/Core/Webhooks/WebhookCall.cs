using LearnCoin.Core.Audit;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Webhooks;

/// <summary>Who asks for a change of an endpoint.</summary>
/// <param name="Tenant">Of the key.</param>
/// <param name="Environment">Of the key.</param>
/// <param name="Actor"><c>key_…</c>, for the audit chain.</param>
/// <param name="RequestId"><c>req_…</c>.</param>
/// <param name="IdempotencyKey">As <see cref="IdempotencyStore.TryReadKey"/> gives it, or null.</param>
public sealed record WebhookCall(TenantId Tenant, TenantEnvironment Environment, string Actor, string RequestId, string? IdempotencyKey)
{
    /// <summary>Where the call's idempotency key counts: within its operation.</summary>
    internal IdempotencyScope? Scope(string operation) =>
        IdempotencyKey is null ? null : new IdempotencyScope(Tenant, Environment, $"{operation} {IdempotencyKey}");

    /// <summary>The URL never: its path or query may hold a secret of the tenant's.</summary>
    internal AuditEntry Entry(string action, WebhookId id, string? detail = null, string? operation = null) =>
        new(action, id.Value, Actor) { Environment = Environment, RequestId = RequestId, Detail = detail, OperationId = operation };
}

/// <summary>An endpoint with its secret, for the one time that it is shown.</summary>
/// <param name="Endpoint">As the call left it.</param>
/// <param name="Secret"><c>whsec_…</c></param>
/// <param name="Replayed">The call was answered before, under the same idempotency key.</param>
public sealed record ShownSecret(WebhookEndpoint Endpoint, string Secret, bool Replayed)
{
    /// <summary>The id alone: never the secret.</summary>
    public override string ToString() => Endpoint.ToString();
}
