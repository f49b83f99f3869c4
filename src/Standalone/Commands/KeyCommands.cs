using System.CommandLine;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Commands;

/// <summary><c>learncoin keys …</c>: API keys; <see cref="SigningKeyCommands"/> has those of the signing keys.</summary>
internal static class KeyCommands
{
    public static Command Create() => new("keys", "Work with API keys and signing keys.")
    {
        CreateKey(),
        RevokeKey(),
        SigningKeyCommands.Rotate(),
        SigningKeyCommands.Compromise(),
    };

    private static Command CreateKey()
    {
        var tenant = new Option<string>("--tenant") { Description = "Id of the tenant, tnt_…", Required = true };
        var environment = new Option<string>("--environment") { Description = "test or live.", DefaultValueFactory = static _ => "test" };
        environment.AcceptOnlyFromAmong("test", "live");
        var name = new Option<string?>("--name") { Description = "What the key is for." };
        var command = new Command("create", "Make an API key. Its text is shown once and cannot be had again.") { tenant, environment, name };
        command.SetAction((parsed, cancellationToken) => CommandFrame.WithNodeAsync(
            node => CreateAsync(
                node,
                parsed.GetRequiredValue(tenant),
                TenantEnvironments.Parse(parsed.GetRequiredValue(environment)),
                parsed.GetValue(name),
                cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> CreateAsync(
        LocalNode node, string tenantText, TenantEnvironment environment, string? name, CancellationToken cancellationToken)
    {
        var tenant = TenantId.TryParse(tenantText, out var id) ? await node.Core.Tenants.FindAsync(id, cancellationToken) : null;
        if (tenant is null)
        {
            return await CommandFrame.FailAsync("--tenant: no tenant has this id");
        }

        if (environment == TenantEnvironment.Live && !node.Core.Options.Plans[tenant.Plan].LiveKeys)
        {
            return await CommandFrame.FailAsync($"--environment: the plan '{tenant.Plan}' has no live keys");
        }

        if (node.Core.Networks.Find(environment) is null)
        {
            return await CommandFrame.FailAsync($"--environment: this service has no chain for '{environment.Name()}': set Anchoring:{environment}:RpcUrl");
        }

        var (key, text) = await node.Core.ApiKeys.CreateAsync(id, environment, name, cancellationToken);
        CommandFrame.WriteJson(json =>
        {
            json.WriteString("id", key.Id.Value);
            json.WriteString("tenant", key.Tenant.Value);
            json.WriteString("environment", key.Environment.Name());
            json.WriteString("api_key", text);
        });
        return CommandFrame.Ok;
    }

    private static Command RevokeKey()
    {
        var key = new Argument<string>("key") { Description = "Id of the key, key_…" };
        var command = new Command("revoke", "Take an API key out of use, at once and for good.") { key };
        command.SetAction((parsed, cancellationToken) => CommandFrame.WithNodeAsync(
            async node =>
            {
                if (!ApiKeyId.TryParse(parsed.GetRequiredValue(key), out var id) || !await node.Core.ApiKeys.RevokeAsync(id, cancellationToken))
                {
                    return await CommandFrame.FailAsync("key: no API key has this id (it begins with key_; the key's text is not asked for)");
                }

                Console.WriteLine($"{id} is revoked");
                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }
}
