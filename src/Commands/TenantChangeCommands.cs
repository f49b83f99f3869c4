using System.CommandLine;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin tenants rename</c>, <c>set-plan</c>, <c>suspend</c> and <c>resume</c>.</summary>
internal static class TenantChangeCommands
{
    public static Command Rename(CommandFrame frame)
    {
        var name = new Option<string>("--name") { Description = "The new display name. No other tenant may have one that looks like it.", Required = true };
        return frame.ForTenant(
            "rename",
            "Give a tenant another display name. Credentials with an earlier name stay valid, and that name stays its own.",
            (core, tenant, parsed, cancellationToken) =>
                ShowAsync(core, core.TenantChanges.RenameAsync(tenant.Id, parsed.GetRequiredValue(name), cancellationToken)),
            name);
    }

    public static Command SetPlan(CommandFrame frame)
    {
        var plan = new Option<string>("--plan") { Description = "Plan of the configuration.", Required = true };
        return frame.ForTenant(
            "set-plan",
            "Put a tenant on another plan; its limits hold at once.",
            (core, tenant, parsed, cancellationToken) =>
                ShowAsync(core, core.TenantChanges.SetPlanAsync(tenant.Id, parsed.GetRequiredValue(plan), cancellationToken)),
            plan);
    }

    public static Command Suspend(CommandFrame frame) => frame.ForTenant(
        "suspend",
        "Let no API key of a tenant work any more. What was accepted is finished; pages and documents stay.",
        static (core, tenant, _, cancellationToken) => ShowAsync(core, core.TenantChanges.SuspendAsync(tenant.Id, cancellationToken)));

    public static Command Resume(CommandFrame frame) => frame.ForTenant(
        "resume",
        "Let a suspended tenant's API keys work again.",
        static (core, tenant, _, cancellationToken) => ShowAsync(core, core.TenantChanges.ResumeAsync(tenant.Id, cancellationToken)));

    private static async Task<Error?> ShowAsync(LearnCoinCore core, Task<Result<Tenant>> change)
    {
        var changed = await change;
        if (changed.IsOk)
        {
            CommandFrame.WriteJson(json => TenantViewCommands.WriteHead(json, core, changed.Value));
        }

        return changed.Error;
    }
}
