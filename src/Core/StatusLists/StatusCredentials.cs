using System.Collections.Concurrent;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.StatusLists;

/// <summary>Signed status list credentials, made when asked for and kept for half the time in which a revocation must show (60 s).</summary>
public sealed class StatusCredentials(
    StatusListStore lists, TenantKeys keys, IssuerKeys issuerKeys, CredentialIssuer issuer, PublicUrls urls, StatusForm ownForm, TimeProvider time)
{
    private static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(30);

    // A list is about 1 KB while nothing is revoked; a service with many tenants must not keep them all.
    private const int MaxKept = 256;

    private readonly ConcurrentDictionary<(string Name, bool Bitstring), (byte[] Document, DateTimeOffset Until)> kept = new();

    /// <summary>The list credential under a name of its URL; null when there is none.</summary>
    /// <param name="name">Last part of the URL.</param>
    /// <param name="form">Null: the form that this deployment's credentials name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<byte[]?> FindAsync(string name, StatusForm? form, CancellationToken cancellationToken)
    {
        var bitstring = (form ?? ownForm) == StatusForm.Bitstring;
        var now = time.GetUtcNow();
        if (kept.TryGetValue((name, bitstring), out var found) && found.Until > now)
        {
            return found.Document;
        }

        if (!StatusListName.TryParse(name, out var parsed) || await lists.FindAsync(parsed, cancellationToken) is not { } list)
        {
            return null;
        }

        var document = await SignAsync(list, bitstring, now, cancellationToken);
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        kept[(name, bitstring)] = (document, now + KeepTime);
        return document;
    }

    private async Task<byte[]> SignAsync(StatusList list, bool bitstring, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var url = urls.StatusList(list.Name.ToString());
        var bits = new StatusListBits();
        var document = bitstring
            ? StatusListCredential.WriteBitstring(url, list.Did ?? urls.Did, list.CreatedAt, bits)
            : StatusListCredential.WriteStatusList2021(url, list.Did ?? urls.Did, list.CreatedAt, bits);
        var key = await issuerKeys.OfAsync(list.Name.Tenant, list.Did, cancellationToken);
        using var privateKey = await keys.OpenAsync(key, cancellationToken);
        return SecuredDocument.AppendSingle(document, issuer.Proof(document, null, list.Did, key, privateKey, now));
    }
}
