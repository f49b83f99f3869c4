using System.Globalization;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tenants;

/// <summary>What somebody typed of a key to be made, on the command line or in a form.</summary>
/// <param name="Environment">Test or live.</param>
/// <param name="Name">What the key is for.</param>
/// <param name="Addresses">Addresses and CIDR blocks; none: from anywhere.</param>
/// <param name="Scopes">Names of scopes; none: all.</param>
/// <param name="Expires">A time of RFC 3339 or a number of days; null: never.</param>
public sealed record NewKeyArguments(
    TenantEnvironment Environment, string? Name, IReadOnlyList<string> Addresses, IReadOnlyList<string> Scopes, string? Expires)
{
    private const int MostDays = 3_650;

    /// <param name="tenant">Whose key it shall be.</param>
    /// <param name="plan">Its plan; null: there is none of that name any more.</param>
    /// <param name="hasChain">Whether the service anchors in that environment.</param>
    /// <param name="now">For the number of days.</param>
    /// <returns>What was asked for; or invalid_field_format, which begins with a pointer to the field.</returns>
    public Result<NewApiKey> Read(Tenant tenant, PlanOptions? plan, bool hasChain, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        if (Environment == TenantEnvironment.Live && plan?.LiveKeys != true)
        {
            return Fault($"/environment: the plan '{tenant.Plan}' has no live keys");
        }

        if (!hasChain)
        {
            return Fault($"/environment: this service has no chain for '{Environment.Name()}': set Anchoring:{Environment}:RpcUrl");
        }

        AddressList? addresses = null;
        if (Addresses.Count > 0)
        {
            var list = AddressList.Parse(Addresses);
            if (!list.IsOk)
            {
                return list.Error;
            }

            addresses = list.Value;
        }

        if (!TryReadExpiry(now, out var expires))
        {
            return Fault($"/expires: expected a time such as 2027-01-31T00:00:00Z, or a number of days from 1 to {MostDays}");
        }

        return new NewApiKey(tenant.Id, Environment)
        {
            Name = Name,
            Scopes = Scopes.Count == 0 ? KeyScopes.All : KeyScopeNames.Parse(Scopes),
            ExpiresAt = expires,
            Addresses = addresses,
        };
    }

    private bool TryReadExpiry(DateTimeOffset now, out DateTimeOffset? expires)
    {
        expires = null;
        if (Expires is null)
        {
            return true;
        }

        if (int.TryParse(Expires, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
        {
            expires = days is >= 1 and <= MostDays ? now.AddDays(days) : null;
        }
        else if (Iso8601.TryParse(Expires, out var time))
        {
            expires = time;
        }

        return expires is not null;
    }

    private static Error Fault(string message) => new(ErrorCode.InvalidFieldFormat, message);
}
