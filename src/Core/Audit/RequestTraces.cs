using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Audit;

/// <summary>A change that a request made.</summary>
/// <param name="Tenant">In whose chain it stands.</param>
/// <param name="Record">The entry.</param>
public sealed record RequestChange(TenantId Tenant, AuditRecord Record);

/// <summary>What is known of one request.</summary>
/// <param name="Call">Its entry in the request log; null when it is not kept (any more, or not yet).</param>
/// <param name="Changes">What it changed, in order.</param>
public sealed record RequestTrace(RequestEntry? Call, IReadOnlyList<RequestChange> Changes)
{
    public bool IsEmpty => Call is null && Changes.Count == 0;
}

/// <summary>Brings together the request log and the audit chains.</summary>
public sealed class RequestTraces(RequestLog requests, AuditChain audit, TenantStore tenants)
{
    public async Task<RequestTrace> FindAsync(string requestId, CancellationToken cancellationToken)
    {
        var call = await requests.FindAsync(requestId, cancellationToken);
        var changes = new List<RequestChange>();
        foreach (var tenant in await TenantsOfAsync(call, cancellationToken))
        {
            changes.AddRange((await audit.OfRequestAsync(tenant, requestId, cancellationToken)).Select(record => new RequestChange(tenant, record)));
        }

        return new RequestTrace(call, changes);
    }

    /// <summary>A call that is not in the log may still have left changes, and an operator's names its tenant in its path or nowhere: then all are asked.</summary>
    private async Task<IEnumerable<TenantId>> TenantsOfAsync(RequestEntry? call, CancellationToken cancellationToken) =>
        call?.Tenant is { } own ? [own]
        : TenantId.TryParse(call?.Resource, out var named) ? [named]
        : (await tenants.ListAsync(cancellationToken)).Select(static tenant => tenant.Id);
}
