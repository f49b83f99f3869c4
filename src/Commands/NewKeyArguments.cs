using System.Globalization;
using LearnCoin.Core;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary>What <c>keys create</c> was given beside the tenant.</summary>
/// <param name="Expires">A time of RFC 3339 or a number of days.</param>
internal sealed record NewKeyArguments(
    TenantEnvironment Environment, string? Name, IReadOnlyList<string> Addresses, IReadOnlyList<string> Scopes, string? Expires)
{
    private const int MostDays = 3_650;

    public static async Task<Result<NewApiKey>> ReadAsync(
        LearnCoinCore core, string tenantText, NewKeyArguments arguments, CancellationToken cancellationToken)
    {
        var tenant = TenantId.TryParse(tenantText, out var id) ? await core.Tenants.FindAsync(id, cancellationToken) : null;
        if (tenant is null)
        {
            return Fault("/tenant: no tenant has this id");
        }

        if (arguments.Environment == TenantEnvironment.Live && core.Options.Plans.GetValueOrDefault(tenant.Plan)?.LiveKeys != true)
        {
            return Fault($"/environment: the plan '{tenant.Plan}' has no live keys");
        }

        if (core.Networks.Find(arguments.Environment) is null)
        {
            return Fault($"/environment: this service has no chain for '{arguments.Environment.Name()}': set Anchoring:{arguments.Environment}:RpcUrl");
        }

        return Read(id, arguments, core.Time.GetUtcNow());
    }

    private static Result<NewApiKey> Read(TenantId tenant, NewKeyArguments arguments, DateTimeOffset now)
    {
        AddressList? addresses = null;
        if (arguments.Addresses.Count > 0)
        {
            var list = AddressList.Parse(arguments.Addresses);
            if (!list.IsOk)
            {
                return list.Error;
            }

            addresses = list.Value;
        }

        if (!TryReadExpiry(arguments.Expires, now, out var expires))
        {
            return Fault($"/expires: expected a time such as 2027-01-31T00:00:00Z, or a number of days from 1 to {MostDays}");
        }

        return new NewApiKey(tenant, arguments.Environment)
        {
            Name = arguments.Name,
            Scopes = arguments.Scopes.Count == 0 ? KeyScopes.All : KeyScopeNames.Parse(arguments.Scopes),
            ExpiresAt = expires,
            Addresses = addresses,
        };
    }

    private static bool TryReadExpiry(string? text, DateTimeOffset now, out DateTimeOffset? expires)
    {
        expires = null;
        if (text is null)
        {
            return true;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
        {
            expires = days is >= 1 and <= MostDays ? now.AddDays(days) : null;
        }
        else if (Iso8601.TryParse(text, out var time))
        {
            expires = time;
        }

        return expires is not null;
    }

    private static Error Fault(string message) => new(ErrorCode.InvalidFieldFormat, message);
}
