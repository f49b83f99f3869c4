using System.Collections.Concurrent;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.StatusLists;

/// <summary>
/// Signed status list credentials, made when asked for and kept for a while. An edition is the same bytes wherever and whenever it is made,
/// as long as neither a bit nor the key changes: its times are those of the last change, and Ed25519 has no randomness.
/// </summary>
public sealed class StatusCredentials
{
    /// <summary>With the 30 s that a reader may keep a list, less than the 60 s in which a revocation must show, with some room for slow reads.</summary>
    public static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(25);

    // A list is about 1 KB while nothing is revoked; a service with many tenants must not keep them all.
    private const int MaxKept = 256;

    private readonly ConcurrentDictionary<(string Name, bool Bitstring), Edition> kept = new();
    private readonly StatusListStore lists;
    private readonly RevocationSettlement settlement;
    private readonly TenantKeys keys;
    private readonly IssuerVersion version;
    private readonly IssuerKeys issuerKeys;
    private readonly CredentialIssuer issuer;
    private readonly PublicUrls urls;
    private readonly StatusForm ownForm;
    private readonly TimeProvider time;

    public StatusCredentials(
        StatusListStore lists, RevocationSettlement settlement, TenantKeys keys, IssuerKeys issuerKeys, IssuerVersion version, CredentialIssuer issuer, PublicUrls urls, StatusForm ownForm,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(lists);
        (this.lists, this.settlement, this.keys, this.issuerKeys, this.version, this.issuer, this.urls, this.ownForm, this.time) = (lists, settlement, keys, issuerKeys, version, issuer, urls, ownForm, time);
        // What this process has revoked itself shows in it at once.
        lists.Changed = Forget;
    }

    /// <summary>The list credential under a name of its URL; null when there is none.</summary>
    /// <param name="name">Last part of the URL.</param>
    /// <param name="form">Null: the form that this deployment's credentials name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<byte[]?> FindAsync(string name, StatusForm? form, CancellationToken cancellationToken) =>
        FindAsync(name, form, fresh: false, cancellationToken);

    /// <summary>As above; <paramref name="fresh"/> looks at the bits now, however lately this was done.</summary>
    public async ValueTask<byte[]?> FindAsync(string name, StatusForm? form, bool fresh, CancellationToken cancellationToken)
    {
        var key = (Name: name, Bitstring: (form ?? ownForm) == StatusForm.Bitstring);
        // Before the bits are read: the time counts from what they said then.
        var until = time.GetUtcNow() + KeepTime;
        // A list that a compromised key signed is refused by every verifier: it must not be shown for a moment longer.
        var current = await version.ReadAsync(cancellationToken);
        if (kept.TryGetValue(key, out var known) && !fresh && known.Version == current && known.Until > time.GetUtcNow())
        {
            return known.Document;
        }

        if (!StatusListName.TryParse(name, out var parsed) || await lists.FindAsync(parsed, cancellationToken) is not { } list)
        {
            return null;
        }

        await settlement.SettleDueAsync(parsed.Tenant, parsed.Environment, cancellationToken);
        var edition = await MakeAsync(list, key.Bitstring, known, cancellationToken);
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        kept[key] = edition with { Until = until, Version = current };
        return edition.Document;
    }

    private void Forget(StatusListName name)
    {
        kept.TryRemove((name.ToString(), true), out _);
        kept.TryRemove((name.ToString(), false), out _);
    }

    private async Task<Edition> MakeAsync(StatusList list, bool bitstring, Edition? known, CancellationToken cancellationToken)
    {
        var state = await lists.StateAsync(list.Name, cancellationToken);
        var key = await issuerKeys.OfAsync(list.Name.Tenant, list.Did, cancellationToken);
        if (known is not null && known.BitsEtag == state.Etag && known.PublicKey.AsSpan().SequenceEqual(key.PublicKey))
        {
            // No need to trouble the key store.
            return known;
        }

        var url = Url(list.Name, bitstring);
        var document = bitstring
            ? StatusListCredential.WriteBitstring(url, list.Did ?? urls.Did, list.CreatedAt, state.Bits)
            : StatusListCredential.WriteStatusList2021(url, list.Did ?? urls.Did, list.CreatedAt, state.Bits);
        DateTimeOffset[] changes = [list.CreatedAt, key.CreatedAt, state.ChangedAt ?? list.CreatedAt];
        using var privateKey = await keys.OpenAsync(key, cancellationToken);
        var signed = SecuredDocument.AppendSingle(document, issuer.Proof(document, null, list.Did, key, privateKey, changes.Max()));
        return new Edition(signed, default, state.Etag, key.PublicKey);
    }

    /// <summary>A document's id is where it stands: the form that credentials do not name has an address of its own, not that of the other.</summary>
    private string Url(StatusListName name, bool bitstring) =>
        urls.StatusList(name.ToString()) + (bitstring && ownForm != StatusForm.Bitstring ? "?format=bitstring" : "");

    private sealed record Edition(byte[] Document, DateTimeOffset Until, string? BitsEtag, byte[] PublicKey)
    {
        public long Version { get; init; }
    }
}
