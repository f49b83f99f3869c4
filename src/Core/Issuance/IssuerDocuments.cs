using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Issuance;

/// <summary>The DID document and the issuer profile as they stand now.</summary>
public sealed class IssuerDocuments(TenantStore tenants, TenantKeys tenantKeys, AnchorKeys anchorKeys, PublicUrls urls)
{
    private const string ServiceName = "LearnCoin";

    /// <returns>UTF-8 JSON of <c>/.well-known/did.json</c>.</returns>
    public async Task<byte[]> DidDocumentAsync(CancellationToken cancellationToken)
    {
        var keys = (await tenantKeys.ListAsync(cancellationToken)).ToLookup(static key => key.Tenant);
        var published = (await tenants.ListAsync(cancellationToken))
            .Select(tenant => new PublishedTenant(tenant.Slug, [tenant.Name], [.. keys[tenant.Id].Select(static key => new TenantKey(key.PublicKey))]))
            .ToList();
        return DidDocument.Write(new Uri(urls.PublicOrigin), published, await anchorKeys.ListAsync(cancellationToken));
    }

    /// <returns>UTF-8 JSON of <c>/issuer/profile.json</c>.</returns>
    public async Task<byte[]> ProfileAsync(CancellationToken cancellationToken) =>
        IssuerProfile.Write(new Uri(urls.PublicOrigin), ServiceName, await anchorKeys.ListAsync(cancellationToken));
}
