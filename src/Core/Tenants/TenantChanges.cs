using LearnCoin.Core.Audit;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tenants;

/// <summary>What operators alone change of a tenant; each change is entered in its audit chain first. A change to what is so already is none.</summary>
public sealed class TenantChanges(TenantStore tenants, AuditChain audit, LearnCoinOptions options, TimeProvider time)
{
    private Author author = Author.CommandLine;

    /// <summary>The same, for somebody who asks in a request.</summary>
    public TenantChanges By(Author who) => new(tenants, audit, options, time) { author = who };

    /// <summary>Makes a tenant (<see cref="TenantStore.CreateAsync"/>). Its chain begins with that, once there is one to begin.</summary>
    public async Task<Result<Tenant>> CreateAsync(string name, string plan, CancellationToken cancellationToken)
    {
        if (!options.Plans.ContainsKey(plan))
        {
            return UnknownPlan();
        }

        var made = await tenants.CreateAsync(name, plan, cancellationToken);
        if (made.IsOk)
        {
            await EnterAsync(made.Value.Id, "tenant.created", plan, cancellationToken);
        }

        return made;
    }

    /// <summary>
    /// Gives the tenant another display name. Batches signed from now on bear it; documents with an earlier name go on verifying, and no
    /// other tenant can ever have that name. The slug stays.
    /// </summary>
    public async Task<Result<Tenant>> RenameAsync(TenantId id, string name, CancellationToken cancellationToken)
    {
        var (tenant, fault) = await tenants.CheckNameAsync(id, name, cancellationToken);
        if (fault is not null || tenant!.Name == TenantStore.Trim(name))
        {
            return fault is null ? tenant! : fault;
        }

        await EnterAsync(id, "tenant.renamed", null, cancellationToken);
        return await tenants.RenameAsync(id, name, cancellationToken);
    }

    /// <summary>Puts the tenant on a plan of the configuration; its limits hold from the next request on.</summary>
    public async Task<Result<Tenant>> SetPlanAsync(TenantId id, string plan, CancellationToken cancellationToken) =>
        options.Plans.ContainsKey(plan)
            ? await ChangeAsync(id, "tenant.plan_set", plan, tenant => tenant.Plan == plan ? null : tenant with { Plan = plan }, cancellationToken)
            : UnknownPlan();

    /// <summary>No API key of the tenant works any more. What was accepted is finished; pages, documents and lists stay.</summary>
    public Task<Result<Tenant>> SuspendAsync(TenantId id, CancellationToken cancellationToken) =>
        ChangeAsync(id, "tenant.suspended", null, tenant => tenant.SuspendedAt is null ? tenant with { SuspendedAt = time.GetUtcNow() } : null, cancellationToken);

    public Task<Result<Tenant>> ResumeAsync(TenantId id, CancellationToken cancellationToken) =>
        ChangeAsync(id, "tenant.resumed", null, static tenant => tenant.SuspendedAt is null ? null : tenant with { SuspendedAt = null }, cancellationToken);

    private async Task<Result<Tenant>> ChangeAsync(
        TenantId id, string action, string? detail, Func<Tenant, Tenant?> change, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(id, cancellationToken) is not { } tenant)
        {
            return TenantStore.Unknown;
        }

        if (change(tenant) is null)
        {
            return tenant;
        }

        await EnterAsync(id, action, detail, cancellationToken);
        return await tenants.ChangeAsync(id, change, cancellationToken);
    }

    private Error UnknownPlan() => new(ErrorCode.InvalidFieldFormat, $"/plan: expected one of {string.Join(", ", options.Plans.Keys)}");

    private Task EnterAsync(TenantId id, string action, string? detail, CancellationToken cancellationToken) =>
        audit.AppendAsync(id, author.Entry(action, id.Value) with { Detail = detail }, cancellationToken);
}
