using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Tenants;

/// <summary>A compromise as it was entered.</summary>
/// <param name="Key">The compromised key.</param>
/// <param name="Signing">The key that signs now.</param>
/// <param name="Replaced">True when the compromised key was the one that signed.</param>
public sealed record KeyCompromise(TenantSigningKey Key, TenantSigningKey Signing, bool Replaced);

/// <summary>
/// Changes which key signs for a tenant (spec/credential.md, "DID document and issuer profile"). No key is ever forgotten: documents that
/// name it must go on verifying. Only its seed is deleted as soon as another key signs: what cannot be used cannot be stolen. One exception:
/// status lists under a DID of the tenant's own need a key that its document lists, until it lists the new one.
/// </summary>
public sealed class KeyRotation(TenantKeys keys, CustomDidStore customDids, AuditChain audit, TimeProvider time)
{
    private Author author = Author.CommandLine;

    /// <summary>The same, for somebody who asks in a request.</summary>
    public KeyRotation By(Author who) => new(keys, customDids, audit, time) { author = who };

    /// <summary>Makes a new key, which signs from now on. Batches that are being signed go on with it.</summary>
    /// <returns>The new key.</returns>
    public async Task<TenantSigningKey> RotateAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await keys.ListAsync(tenant, cancellationToken);
            var made = await keys.MakeAsync(tenant, known.Count == 0 ? null : known[^1], cancellationToken);
            await EnterAsync(tenant, "key.rotated", made, null, cancellationToken);
            var needed = await NeededAsync(tenant, known, cancellationToken);
            var past = known.Where(key => key.WrappedSeed is not null && !needed.Contains(key.Fragment)).Select(WithoutSeed);
            if (await keys.StoreAsync(made, past, cancellationToken))
            {
                return made;
            }
        }
    }

    /// <summary>
    /// Marks a key as compromised since a time. The one that signs is replaced in the same step, so that signing goes on. A later call may
    /// move the time back, never on: what counted for nothing must not come to count again.
    /// </summary>
    /// <param name="tenant">Whose key it is.</param>
    /// <param name="fragment"><c>z6Mk…</c>; null: the key that signs.</param>
    /// <param name="since">Not in the future and not before the key was made.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Result<KeyCompromise>> CompromiseAsync(TenantId tenant, string? fragment, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // To the second, as it is published, and as blocks count.
        since = Second(since);
        while (true)
        {
            var known = await keys.ListAsync(tenant, cancellationToken);
            var current = TenantKeys.Current(known);
            var key = fragment is null ? current : known.FirstOrDefault(candidate => candidate.Fragment == fragment);
            if (key is null)
            {
                return new Error(ErrorCode.InvalidFieldFormat, "/key: the tenant has no such key");
            }

            if (Fault(key, since) is { } fault)
            {
                return fault;
            }

            if (key.CompromisedSince == since && current is not null)
            {
                return new KeyCompromise(key, current, Replaced: false);
            }

            var marked = WithoutSeed(key) with { CompromisedSince = since };
            var replaced = current is null || current.Place == key.Place;
            var made = replaced ? await keys.MakeAsync(tenant, known[^1], cancellationToken) : null;
            await EnterAsync(tenant, "key.compromised", key, DataIntegrityProof.FormatTime(since), cancellationToken);
            if (made is not null)
            {
                await EnterAsync(tenant, "key.rotated", made, null, cancellationToken);
            }

            if (await keys.StoreAsync(made, [marked], cancellationToken))
            {
                return new KeyCompromise(marked, made ?? current!, replaced);
            }
        }
    }

    /// <summary>Fragments of the keys that status lists under the tenant's own DIDs are signed with.</summary>
    private async Task<HashSet<string>> NeededAsync(TenantId tenant, IReadOnlyList<TenantSigningKey> known, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var did in customDids.ListAsync(cancellationToken))
        {
            if (did.IsUsed && did.Tenant == tenant && did.NewestSeen(known) is { } key)
            {
                needed.Add(key.Fragment);
            }
        }

        return needed;
    }

    private Error? Fault(TenantSigningKey key, DateTimeOffset since)
    {
        if (since > time.GetUtcNow())
        {
            return new Error(ErrorCode.InvalidFieldFormat, "/since: expected a time that is not in the future");
        }

        if (since < Second(key.CreatedAt))
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/since: the key {key.Fragment} was made later, at {DataIntegrityProof.FormatTime(key.CreatedAt)}; name another one with --key");
        }

        return since > key.CompromisedSince
            ? new Error(ErrorCode.InvalidFieldFormat, $"/since: the key counts as compromised since {DataIntegrityProof.FormatTime(key.CompromisedSince.Value)}; this can be moved back only")
            : null;
    }

    private static DateTimeOffset Second(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static TenantSigningKey WithoutSeed(TenantSigningKey key) => key with { WrappedSeed = null };

    private Task EnterAsync(TenantId tenant, string action, TenantSigningKey key, string? detail, CancellationToken cancellationToken) =>
        audit.AppendAsync(tenant, author.Entry(action, key.Fragment) with { Detail = detail }, cancellationToken);
}
