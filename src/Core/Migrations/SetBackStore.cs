using LearnCoin.Core.Erasure;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Migrations;

/// <summary>
/// What has to be done to a store that was set back to an earlier moment before it serves: what was erased since is erased again, and no
/// place in a status list is given away that a credential may have which the store has lost.
/// </summary>
public sealed class SetBackStore
{
    private readonly TenantStore tenants;
    private readonly StatusListStore statusLists;
    private readonly ErasureReplay erasures;
    private readonly TimeProvider time;

    internal SetBackStore(TenantStore tenants, StatusListStore statusLists, ErasureReplay erasures, TimeProvider time) =>
        (this.tenants, this.statusLists, this.erasures, this.time) = (tenants, statusLists, erasures, time);

    /// <summary>At the start of a host: brings store and journal together, see <see cref="ErasureReplay.ReconcileAsync"/>.</summary>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var counts = await erasures.ReconcileAsync(cancellationToken);
        if (counts.Replayed > 0)
        {
            // The journal knew more than the store: it was set back, by whatever means.
            await BeginNewListsAsync(cancellationToken);
        }
    }

    /// <summary>After a restore.</summary>
    /// <param name="known">What was erased since; may hold more.</param>
    /// <param name="cancellationToken">Ends it; run it again then.</param>
    public async Task<ReplayCounts> RecoverAsync(IReadOnlyList<ErasureRecord> known, CancellationToken cancellationToken)
    {
        var counts = await erasures.ReplayAsync(known, cancellationToken);
        await BeginNewListsAsync(cancellationToken);
        return counts;
    }

    // Numbered by the second: a later restore of the same backup comes to other numbers.
    private async Task BeginNewListsAsync(CancellationToken cancellationToken)
    {
        var number = time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var tenant in await tenants.ListAsync(cancellationToken))
        {
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
            {
                await statusLists.SkipToAsync(tenant.Id, environment, number, cancellationToken);
            }
        }
    }
}
