using System.CommandLine;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin keys …</c>: API keys; <see cref="SigningKeyCommands"/> has those of the signing keys.</summary>
internal static class KeyCommands
{
    /// <summary>Who made a change, in the audit chain.</summary>
    private const string Actor = "operator";

    public static Command Create(CommandFrame frame) => new("keys", "Work with API keys and signing keys.")
    {
        CreateKey(frame),
        ListKeys(frame),
        RevokeKey(frame),
        SigningKeyCommands.Rotate(frame),
        SigningKeyCommands.Compromise(frame),
    };

    private static Command CreateKey(CommandFrame frame)
    {
        var tenant = TenantOption();
        var environment = new Option<string>("--environment") { Description = "test or live.", DefaultValueFactory = static _ => "test" };
        environment.AcceptOnlyFromAmong("test", "live");
        var name = new Option<string?>("--name") { Description = "What the key is for." };
        var ip = new Option<string[]>("--ip") { Description = "Address or CIDR block from which the key may be used; repeatable. Default: anywhere." };
        var scope = new Option<string[]>("--scope") { Description = "What the key may do, such as batches:read; repeatable. Default: everything." };
        scope.AcceptOnlyFromAmong([.. KeyScopeNames.Of(KeyScopes.All)]);
        var expires = new Option<string?>("--expires") { Description = "When it stops working: a time of RFC 3339, or a number of days. Default: never." };
        var command = new Command("create", "Make an API key. Its text is shown once and cannot be had again.") { tenant, environment, name, ip, scope, expires };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                var owner = TenantId.TryParse(parsed.GetRequiredValue(tenant), out var id) ? await core.Tenants.FindAsync(id, cancellationToken) : null;
                if (owner is null)
                {
                    return await CommandFrame.FailAsync("--tenant: no tenant has this id");
                }

                var arguments = new NewKeyArguments(
                    TenantEnvironments.Parse(parsed.GetRequiredValue(environment)),
                    parsed.GetValue(name),
                    parsed.GetValue(ip) ?? [],
                    parsed.GetValue(scope) ?? [],
                    parsed.GetValue(expires));
                var wanted = arguments.Read(
                    owner, core.Options.Plans.GetValueOrDefault(owner.Plan), core.Networks.Find(arguments.Environment) is not null, core.Time.GetUtcNow());
                return wanted.IsOk ? await CreateAsync(core, wanted.Value, cancellationToken) : await FailAsync(wanted.Error);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> CreateAsync(LearnCoinCore core, NewApiKey wanted, CancellationToken cancellationToken)
    {
        var made = await core.ApiKeyChanges.CreateAsync(wanted, Actor, cancellationToken);
        if (!made.IsOk)
        {
            return await FailAsync(made.Error);
        }

        CommandFrame.WriteJson(json =>
        {
            Write(json, made.Value.Key);
            json.WriteString("api_key", made.Value.Text);
        });
        return CommandFrame.Ok;
    }

    private static Command ListKeys(CommandFrame frame)
    {
        var tenant = TenantOption();
        var command = new Command("list", "Show a tenant's API keys, oldest first.") { tenant };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                if (!TenantId.TryParse(parsed.GetRequiredValue(tenant), out var id) || await core.Tenants.FindAsync(id, cancellationToken) is null)
                {
                    return await CommandFrame.FailAsync("--tenant: no tenant has this id");
                }

                var keys = await core.ApiKeys.ListAsync(id, cancellationToken);
                CommandFrame.WriteJson(json =>
                {
                    json.WriteStartArray("keys");
                    foreach (var (key, lastUsed) in keys)
                    {
                        json.WriteStartObject();
                        Write(json, key);
                        CommandFrame.WriteTime(json, "revoked_at", key.RevokedAt);
                        CommandFrame.WriteTime(json, "last_used_at", lastUsed);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                });
                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    private static Command RevokeKey(CommandFrame frame)
    {
        var key = new Argument<string>("key") { Description = "Id of the key, key_…" };
        var command = new Command("revoke", "Take an API key out of use, at once and for good.") { key };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                if (!ApiKeyId.TryParse(parsed.GetRequiredValue(key), out var id) || !await core.ApiKeyChanges.RevokeAsync(id, Actor, cancellationToken))
                {
                    return await CommandFrame.FailAsync("key: no API key has this id (it begins with key_; the key's text is not asked for)");
                }

                Console.WriteLine($"{id} is revoked");
                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    private static Option<string> TenantOption() => new("--tenant") { Description = "Id of the tenant, tnt_…", Required = true };

    // The core names fields by pointer; here they are options.
    private static Task<int> FailAsync(Error error) => CommandFrame.FailAsync(error.Message.StartsWith('/') ? "--" + error.Message[1..] : error.Message);

    private static void Write(Utf8JsonWriter json, ApiKey key)
    {
        json.WriteString("id", key.Id.Value);
        json.WriteString("tenant", key.Tenant.Value);
        json.WriteString("environment", key.Environment.Name());
        json.WriteString("name", key.Name);
        WriteArray(json, "scopes", KeyScopeNames.Of(key.Scopes));
        WriteArray(json, "ip", key.Addresses?.Entries ?? []);
        CommandFrame.WriteTime(json, "created_at", key.CreatedAt);
        CommandFrame.WriteTime(json, "expires_at", key.ExpiresAt);
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
