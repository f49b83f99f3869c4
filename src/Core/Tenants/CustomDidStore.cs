using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// DIDs that tenants named, in the table <c>customdids</c>: one partition (thousands, not millions), keyed by DID and then tenant, so that a
/// verifier finds the document by the DID alone. The row of a DID that credentials were issued under is never removed: they outlive the
/// tenant's change of mind.
/// </summary>
public sealed class CustomDidStore(ITables tables)
{
    private const string Table = "customdids";

    public async ValueTask<CustomDid?> FindAsync(TenantId tenant, string did, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Table, CustomDid.Partition, CustomDid.KeyPrefix(did) + tenant.Value, cancellationToken);
        return row is null ? null : CustomDid.From(row);
    }

    /// <summary>The rows of all tenants that named it.</summary>
    public IAsyncEnumerable<CustomDid> ListAsync(string did, CancellationToken cancellationToken) =>
        ReadAsync(RowRange.Prefix(CustomDid.Partition, CustomDid.KeyPrefix(did)), cancellationToken);

    public IAsyncEnumerable<CustomDid> ListAsync(CancellationToken cancellationToken) => ReadAsync(new RowRange(CustomDid.Partition), cancellationToken);

    /// <summary>Changes a row under its ETag; gets null when there is none, and gives null to leave it.</summary>
    public async Task<CustomDid?> ChangeAsync(TenantId tenant, string did, Func<CustomDid?, CustomDid?> change, CancellationToken cancellationToken)
    {
        var row = await tables.ChangeAsync(
            Table,
            CustomDid.Partition,
            CustomDid.KeyPrefix(did) + tenant.Value,
            current => change(current is null ? null : CustomDid.From(current))?.ToRow(),
            cancellationToken);
        return row is null ? null : CustomDid.From(row);
    }

    /// <summary>Forgets a DID that the tenant gave up before any credential was issued under it.</summary>
    public async Task DropUnusedAsync(TenantId tenant, string did, CancellationToken cancellationToken)
    {
        var key = CustomDid.KeyPrefix(did) + tenant.Value;
        // Under its ETag: a batch that is about to be signed under it notes that first.
        while (await tables.GetAsync(Table, CustomDid.Partition, key, cancellationToken) is { } row && !CustomDid.From(row).IsUsed)
        {
            await tables.WriteAsync(Table, RowChange.Delete(CustomDid.Partition, key, row.Etag!), cancellationToken);
        }
    }

    private async IAsyncEnumerable<CustomDid> ReadAsync(
        RowRange range, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.AllAsync(Table, range, cancellationToken))
        {
            yield return CustomDid.From(row);
        }
    }
}
