using LearnCoin.Core.Batches;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Anchoring;

/// <summary>
/// Which account anchors for a tenant: the shared one of the network, or one of the tenant's own, with a key and a lane of its own. A batch
/// keeps the lane that was chosen for it.
/// </summary>
public sealed class AnchorAccounts(AnchorLanes lanes, AnchorKeys anchorKeys, TenantStore tenants, CustomDidStore customDids, LearnCoinOptions options)
{
    /// <summary>Name of the tenant's own anchor key: <c>anchor-&lt;environment&gt;-&lt;tenant id&gt;</c>, in the letters that every key store takes.</summary>
    public static string KeyName(AnchorNetwork network, TenantId tenant)
    {
        ArgumentNullException.ThrowIfNull(network);
        return $"{network.KeyName}-{tenant.Value.Replace('_', '-')}";
    }

    /// <summary>Whose own account a lane's is; null for a shared one.</summary>
    public static TenantId? TenantOf(AnchorLane lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return lane.KeyName.Length > lane.Network.KeyName.Length
            && TenantId.TryParse(lane.KeyName[(lane.Network.KeyName.Length + 1)..].Replace('-', '_'), out var tenant) ? tenant : null;
    }

    /// <summary>Whether the tenant's own account is in use: it was switched on, and the tenant's plan has it.</summary>
    public bool IsDedicated(Tenant tenant, TenantEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return tenant.DedicatedAnchors.Contains(environment) && options.Plans.GetValueOrDefault(tenant.Plan)?.DedicatedAnchor == true;
    }

    /// <summary>Whether new batches may come to the lane: a shared one, or a tenant's own that is in use.</summary>
    public async Task<bool> IsInUseAsync(AnchorLane lane, CancellationToken cancellationToken) =>
        TenantOf(lane) is not { } id || (await tenants.FindAsync(id, cancellationToken) is { } tenant && IsDedicated(tenant, lane.Network.Environment));

    /// <summary>Id of the lane for a batch that has none yet.</summary>
    public async Task<string> LaneForAsync(AnchorNetwork network, Batch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(batch);
        return await DedicatedAsync(network, batch.Tenant, cancellationToken) is { } key && await IsListedAsync(batch, key, cancellationToken)
            ? AnchorLanes.IdOf(network, key)
            : await lanes.IdAsync(network, cancellationToken);
    }

    /// <summary>Id of the lane that anchors what the tenant sends now; null while nothing was ever anchored on the network.</summary>
    public async Task<string?> FindLaneAsync(AnchorNetwork network, TenantId tenant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        return await DedicatedAsync(network, tenant, cancellationToken) is { } key
            ? AnchorLanes.IdOf(network, key)
            : await lanes.FindIdAsync(network, cancellationToken);
    }

    private async Task<AnchorKey?> DedicatedAsync(AnchorNetwork network, TenantId id, CancellationToken cancellationToken) =>
        await tenants.FindAsync(id, cancellationToken) is { } tenant && IsDedicated(tenant, network.Environment)
            ? await anchorKeys.FindAsync(KeyName(network, id), cancellationToken)
            : null;

    /// <summary>
    /// Proofs name the anchor key under the DID that the batch was signed under. One of the tenant's own may have been looked at before there
    /// was the key, or list it no more: then readers would not know the sender.
    /// </summary>
    private async Task<bool> IsListedAsync(Batch batch, AnchorKey key, CancellationToken cancellationToken) =>
        batch.IssuerDid is not { } did
        || (await customDids.FindAsync(batch.Tenant, did, cancellationToken))?.SeenKeys.Contains(key.Fragment) == true;
}
