using System.CommandLine;

namespace LearnCoin.Standalone.Commands;

/// <summary><c>learncoin tenants …</c></summary>
internal static class TenantCommands
{
    public static Command Create() => new("tenants", "Work with tenants: the issuers that use this service.")
    {
        CreateTenant(),
        TenantViewCommands.List(),
        TenantViewCommands.Show(),
        TenantChangeCommands.Rename(),
        TenantChangeCommands.SetPlan(),
        TenantChangeCommands.Suspend(),
        TenantChangeCommands.Resume(),
        TenantExportCommand.Create(),
    };

    private static Command CreateTenant()
    {
        var name = new Option<string>("--name") { Description = "Display name; signed into credentials.", Required = true };
        var plan = new Option<string>("--plan") { Description = "Plan of the configuration.", DefaultValueFactory = static _ => "developer" };
        var command = new Command("create", "Make a tenant with its signing key.") { name, plan };
        command.SetAction((parsed, cancellationToken) => CommandFrame.WithNodeAsync(
            async node =>
            {
                var made = await node.Core.TenantChanges.CreateAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(plan), cancellationToken);
                if (!made.IsOk)
                {
                    // The message names the field as a pointer: here it is an option.
                    return await CommandFrame.FailAsync("--" + made.Error.Message[1..]);
                }

                CommandFrame.WriteJson(json =>
                {
                    json.WriteString("id", made.Value.Id.Value);
                    json.WriteString("name", made.Value.Name);
                    json.WriteString("plan", made.Value.Plan);
                    json.WriteString("did", $"{node.Core.Urls.Did}#tenant-{made.Value.Slug}");
                });
                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }
}
