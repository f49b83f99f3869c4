using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Configuration;

/// <summary>Every absolute URL and the DID, built from the two origins and never from a request's Host.</summary>
public sealed class PublicUrls(LearnCoinOptions options)
{
    public string PublicOrigin { get; } = options.PublicOrigin;

    public string ApiOrigin { get; } = string.IsNullOrEmpty(options.ApiOrigin) ? options.PublicOrigin : options.ApiOrigin;

    /// <summary>The service's DID: <c>issuer.id</c> of every credential.</summary>
    public string Did { get; } = DidWeb.FromOrigin(new Uri(options.PublicOrigin));

    /// <summary>Verification page of a credential.</summary>
    public string Page(CredentialId id) => $"{PublicOrigin}/c/{id}";

    /// <summary>A tenant's logo as we serve it.</summary>
    public string Logo(TenantId id) => $"{PublicOrigin}/logos/{id}";

    /// <summary>A batch in the API.</summary>
    public string Batch(BatchId id) => $"{ApiOrigin}/v1/batches/{id}";

    public string StatusList(string list) => $"{PublicOrigin}/status/{list}";
}
