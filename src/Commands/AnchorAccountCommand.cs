using System.CommandLine;
using System.Globalization;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin tenants set-anchor-account</c>: whether an account of the tenant's own pays for its anchors.</summary>
internal static class AnchorAccountCommand
{
    public static Command Create(CommandFrame frame)
    {
        var environment = new Option<string>("--environment", "--env") { Description = "test or live.", Required = true };
        environment.AcceptOnlyFromAmong("test", "live");
        var dedicated = new Option<bool>("--dedicated") { Description = "An account of the tenant's own, made when it is not there; it must have funds." };
        var shared = new Option<bool>("--shared") { Description = "The account of the service." };
        var unfunded = new Option<bool>("--unfunded") { Description = "With --dedicated: also when the account cannot pay for an anchor yet. Batches then wait." };
        var command = frame.ForTenant(
            "set-anchor-account",
            "Choose the account that sends a tenant's anchors, for batches from now on.",
            (core, tenant, parsed, cancellationToken) =>
            {
                var where = TenantEnvironments.Parse(parsed.GetRequiredValue(environment));
                return parsed.GetValue(dedicated)
                    ? DedicateAsync(core, tenant.Id, where, parsed.GetValue(unfunded), cancellationToken)
                    : ShareAsync(core, tenant.Id, where, cancellationToken);
            },
            environment,
            dedicated,
            shared,
            unfunded);
        command.Validators.Add(result =>
        {
            if (result.GetValue(dedicated) == result.GetValue(shared))
            {
                result.AddError("Say either --dedicated or --shared.");
            }
            else if (result.GetValue(unfunded) && result.GetValue(shared))
            {
                result.AddError("--unfunded goes with --dedicated.");
            }
        });
        return command;
    }

    private static async Task<Error?> DedicateAsync(
        LearnCoinCore core, TenantId tenant, TenantEnvironment environment, bool unfunded, CancellationToken cancellationToken)
    {
        var done = await core.AnchorAccountChanges.DedicateAsync(tenant, environment, unfunded, cancellationToken);
        if (!done.IsOk)
        {
            return done.Error;
        }

        var account = done.Value;
        CommandFrame.WriteJson(json =>
        {
            TenantViewCommands.WriteHead(json, core, account.Tenant);
            json.WriteString("environment", environment.Name());
            json.WriteString("chain", account.Lane.Network.ApiName);
            json.WriteString("address", account.Lane.Address);
            json.WriteString("balance_wei", account.Balance?.ToString(CultureInfo.InvariantCulture));
            json.WriteString("one_anchor_wei", account.Needed?.ToString(CultureInfo.InvariantCulture));
        });
        if (account.Warning is { } warning)
        {
            await Console.Error.WriteLineAsync(warning);
        }

        return null;
    }

    private static async Task<Error?> ShareAsync(LearnCoinCore core, TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken)
    {
        var done = await core.AnchorAccountChanges.ShareAsync(tenant, environment, cancellationToken);
        if (done.IsOk)
        {
            CommandFrame.WriteJson(json => TenantViewCommands.WriteHead(json, core, done.Value));
        }

        return done.Error;
    }
}
