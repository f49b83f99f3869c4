using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Verification;

/// <summary>
/// DID documents of tenants with a DID of their own, as the sweep last fetched them: a visitor's look at a page must not make this service
/// call others. Only DIDs that credentials were issued under.
/// </summary>
public sealed class CustomDidDocuments(CustomDidStore store, TimeProvider time)
{
    /// <summary>Null when no credential was issued under that DID.</summary>
    public async ValueTask<SourceDocument?> FindAsync(string did, CancellationToken cancellationToken)
    {
        CustomDid? newest = null;
        await foreach (var row in store.ListAsync(did, cancellationToken))
        {
            if (row is { IsUsed: true, Document: not null } && (newest is null || row.DocumentAt > newest.DocumentAt))
            {
                newest = row;
            }
        }

        return newest switch
        {
            null => null,
            { Document: { } document } when newest.HasRecentDocument(time.GetUtcNow()) => SourceDocument.Found(document),
            _ => SourceDocument.NotAvailable("it stands at the issuer's own address, which this service could not read for more than 24 hours."),
        };
    }
}
