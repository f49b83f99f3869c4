using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Issuance;

/// <summary>
/// The DID document and the issuer profile as they stand now. The DID document holds every tenant and key: it is kept until one of them
/// changes (<see cref="IssuerVersion"/>), and for 20 s at most, should a process have died between a change and telling of it.
/// </summary>
public sealed class IssuerDocuments(
    TenantStore tenants, TenantKeys tenantKeys, AnchorKeys anchorKeys, IssuerVersion version, PublicUrls urls, TimeProvider time)
{
    private const string ServiceName = "LearnCoin";
    private static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(20);

    private volatile Kept? kept;

    /// <returns>UTF-8 JSON of <c>/.well-known/did.json</c>.</returns>
    public async Task<byte[]> DidDocumentAsync(CancellationToken cancellationToken)
    {
        // Read before the document is made: what changes meanwhile is then seen by the next call.
        var current = await version.ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (kept is { } last && last.Version == current && now >= last.From && now < last.From + KeepTime)
        {
            return last.Document;
        }

        var document = await WriteAsync(cancellationToken);
        kept = new Kept(document, current, now);
        return document;
    }

    private async Task<byte[]> WriteAsync(CancellationToken cancellationToken)
    {
        var keys = (await tenantKeys.ListAsync(cancellationToken)).ToLookup(static key => key.Tenant);
        var published = (await tenants.ListAsync(cancellationToken))
            .Select(tenant => new PublishedTenant(tenant.Slug, tenant.Names, [.. keys[tenant.Id].Select(static key => new TenantKey(key.PublicKey, key.CompromisedSince))]))
            .ToList();
        return DidDocument.Write(new Uri(urls.PublicOrigin), published, await anchorKeys.ListAsync(cancellationToken));
    }

    /// <returns>UTF-8 JSON of <c>/issuer/profile.json</c>.</returns>
    public async Task<byte[]> ProfileAsync(CancellationToken cancellationToken) =>
        IssuerProfile.Write(new Uri(urls.PublicOrigin), ServiceName, await anchorKeys.ListAsync(cancellationToken));

    private sealed record Kept(byte[] Document, long Version, DateTimeOffset From);
}
