using System.CommandLine;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary><c>learncoin tenants list</c> and <c>show</c>.</summary>
internal static class TenantViewCommands
{
    public static Command List(CommandFrame frame)
    {
        var command = new Command("list", "All tenants, one JSON object a line.");
        command.SetAction((_, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                foreach (var tenant in await core.Tenants.ListAsync(cancellationToken))
                {
                    CommandFrame.WriteLine(json => WriteHead(json, core, tenant));
                }

                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    public static Command Show(CommandFrame frame) => frame.ForTenant(
        "show",
        "One tenant with its quota, names and keys.",
        static async (core, tenant, _, cancellationToken) =>
        {
            var now = core.Time.GetUtcNow();
            var used = new Dictionary<TenantEnvironment, long>();
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
            {
                used[environment] = await core.Quota.UsedAsync(tenant.Id, environment, now, cancellationToken);
            }

            var apiKeys = (await core.ApiKeys.ListAsync(tenant.Id, cancellationToken)).Count(listed => listed.Key.RevokedAt is null && !(listed.Key.ExpiresAt <= now));
            var signingKeys = await core.TenantKeys.ListAsync(tenant.Id, cancellationToken);
            CommandFrame.WriteJson(json =>
            {
                WriteHead(json, core, tenant);
                json.WriteStartObject("credentials_issued_this_month");
                foreach (var (environment, count) in used)
                {
                    json.WriteNumber(environment.Name(), count);
                }

                json.WriteEndObject();
                if (core.Options.Plans.TryGetValue(tenant.Plan, out var plan))
                {
                    json.WriteNumber("credentials_limit_this_month", plan.MonthlyCredentials);
                }
                else
                {
                    // A plan that the configuration has no more: the reader sees which one.
                    json.WriteNull("credentials_limit_this_month");
                }

                json.WriteNumber("api_keys", apiKeys);
                WriteRest(json, tenant, signingKeys);
            });
            return null;
        });

    internal static void WriteHead(Utf8JsonWriter json, LearnCoinCore core, Tenant tenant)
    {
        json.WriteString("id", tenant.Id.Value);
        json.WriteString("name", tenant.Name);
        json.WriteString("plan", tenant.Plan);
        json.WriteString("did", $"{core.Urls.Did}#tenant-{tenant.Slug}");
        CommandFrame.WriteTime(json, "created_at", tenant.CreatedAt);
        CommandFrame.WriteTime(json, "suspended_at", tenant.SuspendedAt);
        json.WriteStartArray("dedicated_anchor_accounts");
        foreach (var environment in tenant.DedicatedAnchors)
        {
            json.WriteStringValue(environment.Name());
        }

        json.WriteEndArray();
    }

    /// <summary>Earlier names and signing keys.</summary>
    internal static void WriteRest(Utf8JsonWriter json, Tenant tenant, IReadOnlyList<TenantSigningKey> keys)
    {
        json.WriteStartArray("earlier_names");
        foreach (var name in tenant.EarlierNames)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteStartArray("signing_keys");
        var current = TenantKeys.Current(keys);
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("key", key.Fragment);
            CommandFrame.WriteTime(json, "created_at", key.CreatedAt);
            json.WriteString("state", key == current ? "signing" : key.CompromisedSince is null ? "past" : "compromised");
            if (key.CompromisedSince is { } since)
            {
                CommandFrame.WriteTime(json, "compromised_since", since);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
