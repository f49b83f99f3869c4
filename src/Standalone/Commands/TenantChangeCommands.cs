using System.CommandLine;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Commands;

/// <summary><c>learncoin tenants rename</c>, <c>set-plan</c>, <c>suspend</c> and <c>resume</c>.</summary>
internal static class TenantChangeCommands
{
    public static Command Rename()
    {
        var name = new Option<string>("--name") { Description = "The new display name. No other tenant may have one that looks like it.", Required = true };
        return CommandFrame.ForTenant(
            "rename",
            "Give a tenant another display name. Credentials with an earlier name stay valid, and that name stays its own.",
            (node, tenant, parsed, cancellationToken) =>
                ShowAsync(node, node.Core.TenantChanges.RenameAsync(tenant.Id, parsed.GetRequiredValue(name), cancellationToken)),
            name);
    }

    public static Command SetPlan()
    {
        var plan = new Option<string>("--plan") { Description = "Plan of the configuration.", Required = true };
        return CommandFrame.ForTenant(
            "set-plan",
            "Put a tenant on another plan; its limits hold at once.",
            (node, tenant, parsed, cancellationToken) =>
                ShowAsync(node, node.Core.TenantChanges.SetPlanAsync(tenant.Id, parsed.GetRequiredValue(plan), cancellationToken)),
            plan);
    }

    public static Command Suspend() => CommandFrame.ForTenant(
        "suspend",
        "Let no API key of a tenant work any more. What was accepted is finished; pages and documents stay.",
        static (node, tenant, _, cancellationToken) => ShowAsync(node, node.Core.TenantChanges.SuspendAsync(tenant.Id, cancellationToken)));

    public static Command Resume() => CommandFrame.ForTenant(
        "resume",
        "Let a suspended tenant's API keys work again.",
        static (node, tenant, _, cancellationToken) => ShowAsync(node, node.Core.TenantChanges.ResumeAsync(tenant.Id, cancellationToken)));

    private static async Task<Error?> ShowAsync(LocalNode node, Task<Result<Tenant>> change)
    {
        var changed = await change;
        if (changed.IsOk)
        {
            CommandFrame.WriteJson(json => TenantViewCommands.WriteHead(json, node, changed.Value));
        }

        return changed.Error;
    }
}
