using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Issuance;

/// <summary>Which key signs under which DID: a tenant's own only with keys seen in its document.</summary>
public sealed class IssuerKeys(TenantKeys keys, CustomDidStore customDids)
{
    /// <param name="did">The tenant's own DID; null: the shared one, which always lists the newest key.</param>
    /// <exception cref="Keys.KeyUnavailableException">The tenant has no key.</exception>
    public async Task<TenantSigningKey> OfAsync(TenantId tenant, string? did, CancellationToken cancellationToken)
    {
        if (did is not null && await customDids.FindAsync(tenant, did, cancellationToken) is { } row)
        {
            var known = await keys.ListAsync(tenant, cancellationToken);
            if (row.NewestSeen(known) is { } seen)
            {
                return seen;
            }
        }

        // None is listed there any more: the newest is the one that the tenant is told to list.
        return await keys.CurrentAsync(tenant, cancellationToken);
    }
}
