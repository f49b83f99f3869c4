using System.Runtime.ExceptionServices;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Tenants;

/// <summary>A tenant's own DID as it stands now.</summary>
/// <param name="Row">What is known of it.</param>
/// <param name="IsActive">Credentials signed now are signed under it; else under the shared DID.</param>
/// <param name="Problem">Why it is not active, or what may end its being so; null when all is well.</param>
public sealed record CustomDidState(CustomDid Row, CustomDidNeeds Needs, bool IsActive, string? Problem);

/// <summary>
/// Lets tenants issue under a DID of their own (spec/api.md, "Tenants"): it is used only while its document, fetched under guard, lists the
/// keys that sign, and only with keys seen there. After a key rotation issuance falls back to the shared DID until the new key is listed.
/// </summary>
public sealed class CustomDids(
    CustomDidStore store, CustomDidChecks checks, TenantStore tenants, AuditChain audit, PublicUrls urls, LearnCoinOptions options, TimeProvider time)
{
    private const string Service = "service";
    private const int SweepParallelism = 8;

    /// <summary>Null when the tenant issues under the shared DID.</summary>
    public async Task<CustomDidState?> FindAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return tenant.CustomDid is { } did && await store.FindAsync(tenant.Id, did, cancellationToken) is { } row
            ? State(tenant, row, await checks.NeedsAsync(tenant, did, cancellationToken))
            : null;
    }

    /// <summary>Takes a DID for the tenant and looks at its document once. Named again, it is looked at again.</summary>
    /// <param name="entry">Makes an audit entry of the request.</param>
    public async Task<Result<CustomDidState>> SetAsync(Tenant tenant, string did, Func<string, AuditEntry> entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(entry);
        if (!options.Plans[tenant.Plan].CustomDid)
        {
            return new Error(ErrorCode.TierRequired, $"The plan '{tenant.Plan}' issues under the shared DID: a DID of your own comes with the plan 'institution'");
        }

        if (Fault(did) is { } fault)
        {
            return new Error(ErrorCode.InvalidFieldFormat, fault) { Details = [new Fault(ErrorCode.InvalidFieldFormat, "/did", fault)] };
        }

        if (tenant.CustomDid != did)
        {
            await audit.AppendAsync(tenant.Id, entry("tenant.did_requested") with { Detail = did }, cancellationToken);
        }

        var now = time.GetUtcNow();
        var row = await store.ChangeAsync(
            tenant.Id,
            did,
            current => current is null
                ? new CustomDid(tenant.Id, did, now)
                : current with { Failures = 0, RequestedAt = tenant.CustomDid == did ? current.RequestedAt : now },
            cancellationToken);
        var before = tenant.CustomDid;
        tenant = await tenants.ChangeAsync(tenant.Id, current => current.CustomDid == did ? null : current with { CustomDid = did }, cancellationToken);
        if (before is not null && before != did)
        {
            await store.DropUnusedAsync(tenant.Id, before, cancellationToken);
        }

        var needs = await checks.NeedsAsync(tenant, did, cancellationToken);
        return State(tenant, await checks.CheckAsync(row!, needs, entry, cancellationToken), needs);
    }

    /// <summary>Returns to the shared DID. What was issued under the tenant's own keeps it.</summary>
    public async Task<Tenant> RemoveAsync(Tenant tenant, Func<string, AuditEntry> entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(entry);
        if (tenant.CustomDid is not { } did)
        {
            return tenant;
        }

        await audit.AppendAsync(tenant.Id, entry("tenant.did_removed") with { Detail = did }, cancellationToken);
        tenant = await tenants.ChangeAsync(tenant.Id, current => current.CustomDid is null ? null : current with { CustomDid = null }, cancellationToken);
        await store.DropUnusedAsync(tenant.Id, did, cancellationToken);
        return tenant;
    }

    /// <summary>
    /// The DID to sign a batch under, noted as used; null: the shared one. A batch accepted before the tenant named its DID was not checked
    /// for statements about it.
    /// </summary>
    public async Task<string?> ToSignUnderAsync(Tenant tenant, DateTimeOffset acceptedAt, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenant, cancellationToken) is not { IsActive: true, Row: var row } || row.RequestedAt > acceptedAt)
        {
            return null;
        }

        // Gone when the tenant gave it up just now.
        var used = await store.ChangeAsync(
            row.Tenant, row.Did, static current => current is null or { IsUsed: true } ? null : current with { IsUsed = true }, cancellationToken);
        return used?.Did;
    }

    /// <summary>
    /// Looks at each document that is due: of DIDs wanted, and of those that credentials were issued under. One that fails holds up no other;
    /// the first failure comes out when all have been looked at.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var rows = new List<CustomDid>();
        await foreach (var row in store.ListAsync(cancellationToken))
        {
            rows.Add(row);
        }

        ExceptionDispatchInfo? failure = null;
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = SweepParallelism, CancellationToken = cancellationToken },
            async (row, ended) =>
            {
                try
                {
                    await SweepAsync(row, ended);
                }
#pragma warning disable CA1031 // Kept for the end.
                catch (Exception exception) when (!ended.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                }
            });
        failure?.Throw();
    }

    private async Task SweepAsync(CustomDid row, CancellationToken cancellationToken)
    {
        var tenant = await tenants.FindAsync(row.Tenant, cancellationToken);
        var isWanted = tenant?.CustomDid == row.Did;
        if (tenant is null || !(isWanted || row.IsUsed))
        {
            return;
        }

        var needs = await checks.NeedsAsync(tenant, row.Did, cancellationToken);
        var now = time.GetUtcNow();
        // One that is used no more need not list new keys; its document is kept fresh for those who verify.
        if (row.NextCheckAt(!isWanted || (row.Problem is null && row.Lists(needs.Fragments, now))) <= now)
        {
            await checks.CheckAsync(
                row, needs, isWanted ? action => new AuditEntry(action, row.Tenant.Value, Service) : null, cancellationToken);
        }
    }

    private CustomDidState State(Tenant tenant, CustomDid row, CustomDidNeeds needs)
    {
        var now = time.GetUtcNow();
        // A plan that is gone from the settings has no features; what was accepted under it must still be signed.
        if (options.Plans.GetValueOrDefault(tenant.Plan)?.CustomDid != true)
        {
            return new CustomDidState(row, needs, false, $"The plan '{tenant.Plan}' issues under the shared DID.");
        }

        var isActive = row.Lists(needs.Fragments, now);
        var problem = row.Problem ?? (isActive ? null : "The document has not been seen with the keys that sign now: publish what 'required' shows.");
        return new CustomDidState(row, needs, isActive, problem);
    }

    /// <summary>What is wrong with a DID, naming the member; null when it can be asked for.</summary>
    private string? Fault(string did)
    {
        if (!DidWebAddress.TryParse(did, out var address))
        {
            return "/did must be " + DidWebAddress.Expected;
        }

        if (did == urls.Did || did.StartsWith(urls.Did + ":", StringComparison.Ordinal))
        {
            return "/did must not be a DID of this service: credentials under it need no setting";
        }

        return address.DocumentUrl.Scheme != Uri.UriSchemeHttps && !new Outbound.OutboundRules(new Uri(urls.PublicOrigin)).IsDevelopment
            ? "/did must be " + DidWebAddress.Expected
            : null;
    }
}
