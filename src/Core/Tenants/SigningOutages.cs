using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// Since when keys cannot be used, in the table <c>outages</c>: noted by whoever meets the outage, cleared by the next signature, so that
/// it outlasts a restart. One row for the tenant, one for the key store that all tenants share.
/// </summary>
public sealed class SigningOutages(ITables tables, TimeProvider time)
{
    private const string Table = "outages";
    private const string Partition = "signing";
    private const string KeyStore = "keystore";

    /// <summary>Notes an outage that is met now.</summary>
    /// <returns>Since when it lasts: the earlier of the tenant's and the key store's.</returns>
    public async Task<DateTimeOffset> NoteAsync(TenantId tenant, KeyProblem problem, CancellationToken cancellationToken)
    {
        var since = await NoteAsync(tenant.Value, cancellationToken);
        if (problem != KeyProblem.OutOfReach)
        {
            // The store did answer.
            return since;
        }

        var storeSince = await NoteAsync(KeyStore, cancellationToken);
        return storeSince < since ? storeSince : since;
    }

    /// <summary>The tenant's key was just used.</summary>
    public async Task ClearAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { tenant.Value, KeyStore })
        {
            if (await tables.GetAsync(Table, Partition, name, cancellationToken) is not null)
            {
                await tables.WriteAsync(Table, RowChange.Delete(Partition, name, RowChange.AnyEtag), cancellationToken);
            }
        }
    }

    private async Task<DateTimeOffset> NoteAsync(string name, CancellationToken cancellationToken)
    {
        var row = await tables.ChangeAsync(
            Table,
            Partition,
            name,
            current => current is null ? new Row(Partition, name).Set("since", time.GetUtcNow()) : null,
            cancellationToken);
        return row!.RequiredTime("since");
    }
}
