using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Tenants;

/// <summary>What a tenant's DID needs to be usable.</summary>
/// <param name="Document">What to publish.</param>
/// <param name="Fragments">Keys without which nothing is signed under it: the tenant's newest and the anchor keys of the open environments, also the tenant's own.</param>
public sealed record CustomDidNeeds(CustomDidDocument Document, IReadOnlyList<string> Fragments);

/// <summary>Looks at the documents of the tenants' own DIDs.</summary>
public sealed class CustomDidChecks(
    CustomDidStore store, TenantKeys keys, AnchorKeys anchorKeys, AnchorNetworks networks, IDocumentFetcher fetcher, AuditChain audit, PublicUrls urls, TimeProvider time)
{
    public async Task<CustomDidNeeds> NeedsAsync(Tenant tenant, string did, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var own = (await keys.ListAsync(tenant.Id, cancellationToken)).Select(static key => new TenantKey(key.PublicKey, key.CompromisedSince)).ToList();
        var current = await keys.CurrentAsync(tenant.Id, cancellationToken);
        var anchors = new List<AnchorKey>();
        var idle = new List<AnchorKey>();
        foreach (var network in networks.All)
        {
            anchors.Add(await anchorKeys.EnsureAsync(network.KeyName, cancellationToken));
            if (await anchorKeys.FindAsync(AnchorAccounts.KeyName(network, tenant.Id), cancellationToken) is { } dedicated)
            {
                // Made but not in use: to be published before it is switched to, and for what it anchored.
                (tenant.DedicatedAnchors.Contains(network.Environment) ? anchors : idle).Add(dedicated);
            }
        }

        return new CustomDidNeeds(
            new CustomDidDocument(did, own, [.. anchors, .. idle], IssuerProfile.Url(new Uri(urls.PublicOrigin))),
            [Multikey.EncodeEd25519Public(current.PublicKey), .. anchors.Select(static key => key.Fragment)]);
    }

    /// <summary>Fetches the document and tells what is missing, changing nothing; null when nothing is.</summary>
    public async Task<string?> ProblemAsync(string did, CustomDidNeeds needs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(needs);
        return (await LookAsync(did, needs, cancellationToken)).Problem;
    }

    /// <summary>Fetches the document, tells what is missing, keeps it.</summary>
    /// <param name="entry">Makes the audit entry of a DID that becomes usable; null when the tenant does not want it any more.</param>
    /// <returns>The row as it stands now.</returns>
    public async Task<CustomDid> CheckAsync(CustomDid known, CustomDidNeeds needs, Func<string, AuditEntry>? entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(needs);
        var found = await LookAsync(known.Did, needs, cancellationToken);
        var now = time.GetUtcNow();
        var next = Apply(known, needs, found, now);
        if (entry is not null && next.Lists(needs.Fragments, now) && !known.Lists(needs.Fragments, now))
        {
            await audit.AppendAsync(known.Tenant, entry("tenant.did_active") with { Detail = known.Did }, cancellationToken);
        }

        // Gone when the tenant gave it up meanwhile.
        var stored = await store.ChangeAsync(
            known.Tenant, known.Did, current => current is null ? null : Apply(current, needs, found, now), cancellationToken);
        return stored ?? next;
    }

    private static CustomDid Apply(CustomDid row, CustomDidNeeds needs, Look look, DateTimeOffset now)
    {
        var next = row with { CheckedAt = now, Problem = look.Problem };
        if (look.Document is not null)
        {
            next = next with { Document = look.Document, DocumentAt = now, SeenKeys = look.SeenKeys, HasProfile = look.HasProfile };
        }

        return next with { Failures = look.Problem is null && next.Lists(needs.Fragments, now) ? 0 : Math.Min(row.Failures + 1, 100) };
    }

    private async Task<Look> LookAsync(string did, CustomDidNeeds needs, CancellationToken cancellationToken)
    {
        if (!DidWebAddress.TryParse(did, out var address))
        {
            throw new InvalidDataException("A stored DID is not a did:web identifier");
        }

        var fetched = await fetcher.FetchAsync(address.DocumentUrl, CustomDid.MaxDocumentBytes, cancellationToken);
        if (fetched.Content is not { } content)
        {
            return Look.Nothing("The DID document could not be fetched: " + fetched.Unavailable);
        }

        var reading = CustomDidReading.Of(content, needs.Document);
        if (reading.Problem is not null)
        {
            // A page of the server's own, or a slip: what was read before stands until it is too old.
            return Look.Nothing(reading.Problem);
        }

        var missing = needs.Fragments.Except(reading.SeenKeys).Select(fragment => $"{did}#{fragment}").ToList();
        var profileProblem = await ProfileProblemAsync(reading.ProfileUrl, needs, cancellationToken);
        var problem = missing.Count > 0
            ? "The document does not list these keys as 'required' shows them, under verificationMethod (publicKeyJwk, controller) and assertionMethod, without 'revoked' or 'expires': "
                + string.Join(", ", missing)
            : profileProblem;
        return new Look(content, reading.SeenKeys, profileProblem is null, problem);
    }

    private async Task<string?> ProfileProblemAsync(string? url, CustomDidNeeds needs, CancellationToken cancellationToken)
    {
        if (url == needs.Document.ProfileUrl)
        {
            return null;
        }

        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            return $"The document has no service of type {DidDocument.ProfileServiceType} whose serviceEndpoint is the URL of an issuer profile.";
        }

        var fetched = await fetcher.FetchAsync(parsed, CustomDid.MaxDocumentBytes, cancellationToken);
        return fetched.Content is not { } content
            ? "The issuer profile that the document names could not be fetched: " + fetched.Unavailable
            : CustomDidReading.ProfileLists(content, needs.Document.AnchorKeys.Where(key => needs.Fragments.Contains(key.Fragment)))
            ? null
            : "The issuer profile that the document names does not list the anchor keys under publicKey.";
    }

    private sealed record Look(byte[]? Document, IReadOnlyList<string> SeenKeys, bool HasProfile, string? Problem)
    {
        public static Look Nothing(string problem) => new(null, [], false, problem);
    }
}
