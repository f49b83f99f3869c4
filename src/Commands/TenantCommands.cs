using System.CommandLine;

namespace LearnCoin.Commands;

/// <summary><c>learncoin tenants …</c></summary>
internal static class TenantCommands
{
    public static Command Create(CommandFrame frame) => new("tenants", "Work with tenants: the issuers that use this service.")
    {
        CreateTenant(frame),
        TenantViewCommands.List(frame),
        TenantViewCommands.Show(frame),
        TenantChangeCommands.Rename(frame),
        TenantChangeCommands.SetPlan(frame),
        AnchorAccountCommand.Create(frame),
        TenantChangeCommands.Suspend(frame),
        TenantChangeCommands.Resume(frame),
        TenantExportCommand.Create(frame),
    };

    private static Command CreateTenant(CommandFrame frame)
    {
        var name = new Option<string>("--name") { Description = "Display name; signed into credentials.", Required = true };
        var plan = new Option<string>("--plan") { Description = "Plan of the configuration.", DefaultValueFactory = static _ => "developer" };
        var command = new Command("create", "Make a tenant with its signing key.") { name, plan };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                var made = await core.TenantChanges.CreateAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(plan), cancellationToken);
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
                    json.WriteString("did", $"{core.Urls.Did}#tenant-{made.Value.Slug}");
                });
                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }
}
