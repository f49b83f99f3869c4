using System.Globalization;
using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;

namespace LearnCoin.Core.Tenants;

/// <summary>A tenant's own anchor account as it was found.</summary>
/// <param name="Tenant">The tenant as it stands now.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="Balance">wei; null when the chain did not answer.</param>
/// <param name="Needed">wei that one anchor takes at today's fees, at most; null likewise.</param>
/// <param name="Warning">What is to be done yet, for the operator; null when nothing is.</param>
public sealed record DedicatedAccount(Tenant Tenant, AnchorLane Lane, BigInteger? Balance, BigInteger? Needed, string? Warning);

/// <summary>
/// Gives tenants an anchor account of their own, and takes it back. The key is made, and so published, before anything is anchored with it;
/// batches that have a lane keep it. Each change is entered in the tenant's audit chain first.
/// </summary>
public sealed class AnchorAccountChanges(
    TenantStore tenants, AnchorKeys anchorKeys, AnchorNetworks networks, CustomDids customDids, CustomDidChecks didChecks, FeePolicy policy, AuditChain audit, LearnCoinOptions options)
{
    private const string Operator = "operator";

    /// <summary>Switches the tenant's new batches to an account of its own. Said again, it looks at the account's funds again.</summary>
    /// <param name="id">The tenant.</param>
    /// <param name="environment">Where.</param>
    /// <param name="unfunded">Also when the account cannot pay for one anchor yet: batches then wait until it can.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Result<DedicatedAccount>> DedicateAsync(TenantId id, TenantEnvironment environment, bool unfunded, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(id, cancellationToken) is not { } tenant)
        {
            return TenantStore.Unknown;
        }

        if (options.Plans.GetValueOrDefault(tenant.Plan)?.DedicatedAnchor != true)
        {
            return new Error(ErrorCode.TierRequired, $"/dedicated: the plan '{tenant.Plan}' anchors through the shared account; an account of its own comes with the plan 'institution'");
        }

        if (networks.Find(environment) is not { } network)
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/environment: no RPC endpoint is configured for '{environment.Name()}'");
        }

        var name = AnchorAccounts.KeyName(network, id);
        AnchorKey key;
        try
        {
            key = await anchorKeys.EnsureAsync(name, cancellationToken);
        }
        catch (KeyUnavailableException exception)
        {
            return new Error(ErrorCode.SigningKeyUnavailable, $"/dedicated: the key cannot be made or read here. {exception.Message}");
        }

        var lane = new AnchorLane(AnchorLanes.IdOf(network, key), network, name, key.Address);
        var (balance, needed) = await FundsAsync(lane, cancellationToken);
        var lack = LackOf(lane, balance, needed);
        if (lack is not null && !unfunded)
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/dedicated: {lack}. Send it funds and say this again, or add --unfunded: batches then wait until it has some");
        }

        var switched = tenant.DedicatedAnchors.Contains(environment) ? tenant : tenant with { DedicatedAnchors = [.. tenant.DedicatedAnchors, environment] };
        var (fault, warning) = await CheckDidAsync(tenant, switched, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        tenant = await ChangeAsync(tenant, environment, true, key.Address, cancellationToken);
        return new DedicatedAccount(tenant, lane, balance, needed, lack is null ? warning : $"{lack}: batches wait until it has funds. {warning}".TrimEnd());
    }

    /// <summary>Switches the tenant's new batches back to the shared account. Its own keeps its key: batches under way need it, and so does whoever verifies.</summary>
    public async Task<Result<Tenant>> ShareAsync(TenantId id, TenantEnvironment environment, CancellationToken cancellationToken) =>
        await tenants.FindAsync(id, cancellationToken) is { } tenant
            ? await ChangeAsync(tenant, environment, false, null, cancellationToken)
            : TenantStore.Unknown;

    /// <summary>A DID of the tenant's own that is in use must list the key first: else its next batches would be signed under the shared DID.</summary>
    private async Task<(Error? Fault, string? Warning)> CheckDidAsync(Tenant now, Tenant switched, CancellationToken cancellationToken)
    {
        if (await customDids.FindAsync(now, cancellationToken) is not { } state)
        {
            return (null, null);
        }

        var needs = await didChecks.NeedsAsync(switched, state.Row.Did, cancellationToken);
        var problem = await didChecks.ProblemAsync(state.Row.Did, needs, cancellationToken);
        if (problem is null)
        {
            // What was seen is kept, so that the next batch finds the key listed. One that waited for its document comes into use with it.
            await didChecks.CheckAsync(
                state.Row, needs, state.IsActive ? null : action => new AuditEntry(action, now.Id.Value, Operator), cancellationToken);
            return (null, null);
        }

        return state.IsActive
            ? (new Error(ErrorCode.InvalidFieldFormat, $"/dedicated: {state.Row.Did} is in use and its document must list the key first. {problem}"), null)
            : (null, $"{state.Row.Did} is not in use; before it can be, its document must list the key. {problem}");
    }

    private async Task<(BigInteger? Balance, BigInteger? Needed)> FundsAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await lane.Network.CheckChainAsync(cancellationToken);
            var market = await lane.Network.Chain.FeesAsync(cancellationToken);
            return (await lane.Network.Chain.BalanceAsync(lane.Address, cancellationToken), policy.Suggested(market).MaxFee * lane.Network.GasOfOne);
        }
        catch (ChainUnavailableException)
        {
            return (null, null);
        }
    }

    private static string? LackOf(AnchorLane lane, BigInteger? balance, BigInteger? needed) =>
        balance is null || needed is null ? $"the chain does not answer, so the funds of {lane.Address} on {lane.Network.ApiName} are not known"
        : balance < needed ? string.Create(CultureInfo.InvariantCulture, $"{lane.Address} on {lane.Network.ApiName} has {balance} wei and one anchor may take {needed}")
        : null;

    private async Task<Tenant> ChangeAsync(Tenant tenant, TenantEnvironment environment, bool dedicated, string? address, CancellationToken cancellationToken)
    {
        if (tenant.DedicatedAnchors.Contains(environment) == dedicated)
        {
            return tenant;
        }

        var entry = new AuditEntry(dedicated ? "tenant.anchor_dedicated" : "tenant.anchor_shared", tenant.Id.Value, Operator) { Environment = environment, Detail = address };
        await audit.AppendAsync(tenant.Id, entry, cancellationToken);
        return await tenants.ChangeAsync(
            tenant.Id,
            current => current.DedicatedAnchors.Contains(environment) == dedicated ? null
                : dedicated ? current with { DedicatedAnchors = [.. current.DedicatedAnchors, environment] }
                : current with { DedicatedAnchors = [.. current.DedicatedAnchors.Where(known => known != environment)] },
            cancellationToken);
    }
}
