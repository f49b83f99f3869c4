using System.CommandLine;
using System.Text.Json;
using LearnCoin.Core.Tenants;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Commands;

/// <summary><c>learncoin tenants list</c> and <c>show</c>.</summary>
internal static class TenantViewCommands
{
    public static Command List()
    {
        var command = new Command("list", "All tenants, one JSON object a line.");
        command.SetAction((_, cancellationToken) => CommandFrame.WithNodeAsync(
            async node =>
            {
                foreach (var tenant in await node.Core.Tenants.ListAsync(cancellationToken))
                {
                    CommandFrame.WriteLine(json => WriteHead(json, node, tenant));
                }

                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    public static Command Show() => CommandFrame.ForTenant(
        "show",
        "One tenant with its quota, names and keys.",
        static async (node, tenant, _, cancellationToken) =>
        {
            var now = node.Core.Time.GetUtcNow();
            var used = new Dictionary<TenantEnvironment, long>();
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
            {
                used[environment] = await node.Core.Quota.UsedAsync(tenant.Id, environment, now, cancellationToken);
            }

            var apiKeys = (await node.Core.ApiKeys.ListAsync(tenant.Id, cancellationToken)).Count(listed => listed.Key.RevokedAt is null && !(listed.Key.ExpiresAt <= now));
            var signingKeys = await node.Core.TenantKeys.ListAsync(tenant.Id, cancellationToken);
            CommandFrame.WriteJson(json =>
            {
                WriteHead(json, node, tenant);
                json.WriteStartObject("credentials_issued_this_month");
                foreach (var (environment, count) in used)
                {
                    json.WriteNumber(environment.Name(), count);
                }

                json.WriteEndObject();
                if (node.Core.Options.Plans.TryGetValue(tenant.Plan, out var plan))
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

    internal static void WriteHead(Utf8JsonWriter json, LocalNode node, Tenant tenant)
    {
        json.WriteString("id", tenant.Id.Value);
        json.WriteString("name", tenant.Name);
        json.WriteString("plan", tenant.Plan);
        json.WriteString("did", $"{node.Core.Urls.Did}#tenant-{tenant.Slug}");
        CommandFrame.WriteTime(json, "created_at", tenant.CreatedAt);
        CommandFrame.WriteTime(json, "suspended_at", tenant.SuspendedAt);
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
