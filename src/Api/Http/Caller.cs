using LearnCoin.Core;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>Who calls: the key, and the tenant it opens.</summary>
internal sealed record Caller(ApiKey Key, Tenant Tenant)
{
    private const string Scheme = "Bearer ";

    public TenantEnvironment Environment => Key.Environment;

    /// <summary>
    /// The first two steps of the order that spec/api.md, "Errors", prescribes: the key (api_key_missing, api_key_invalid, api_key_revoked),
    /// then the address (ip_not_allowed). What fails here is a failed login.
    /// </summary>
    public static async Task<Result<Caller>> AuthenticateAsync(
        HttpContext context, LearnCoinCore core, CancellationToken cancellationToken)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return new Error(ErrorCode.ApiKeyMissing, "No Authorization header: send 'Authorization: Bearer lrn_test_…'");
        }

        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new Error(ErrorCode.ApiKeyInvalid, "Authorization: expected 'Bearer' and an API key");
        }

        return await AuthenticateAsync(context, core, header[Scheme.Length..].Trim(), cancellationToken);
    }

    /// <summary>As above, of a key's text, however it was presented.</summary>
    public static async Task<Result<Caller>> AuthenticateAsync(HttpContext context, LearnCoinCore core, string text, CancellationToken cancellationToken)
    {
        var found = await core.ApiKeys.AuthenticateAsync(text, cancellationToken);
        if (!found.IsOk)
        {
            // The request log names a key that was refused, when it is a known one.
            CallNote.Of(context).Key = found.Error.Code == ErrorCode.ApiKeyInvalid ? null : await core.ApiKeys.FindAsync(text, cancellationToken);
            return found.Error;
        }

        return await AdmitAsync(context, core, found.Value, cancellationToken);
    }

    /// <summary>As above, of a key that was presented before and is looked at again: it must still be in use, its tenant not suspended, the address allowed.</summary>
    public static async Task<Result<Caller>> AdmitAsync(HttpContext context, LearnCoinCore core, ApiKey key, CancellationToken cancellationToken)
    {
        CallNote.Of(context).Key = key;
        if (core.ApiKeys.Fault(key) is { } fault)
        {
            return fault;
        }

        var tenant = await core.Tenants.FindAsync(key.Tenant, cancellationToken)
            ?? throw new InvalidDataException($"Key {key.Id} belongs to no tenant");
        if (tenant.SuspendedAt is not null)
        {
            return new Error(ErrorCode.ApiKeyRevoked, "The tenant is suspended: none of its API keys works until the operator resumes it");
        }

        // The address is not in the message: behind a proxy that is counted wrongly it would be another customer's.
        return key.Addresses?.Contains(ClientAddress.Of(context, core.Options.Proxy.Hops)) == false
            ? new Error(ErrorCode.IpNotAllowed, "The API key may not be used from this address: have the address added to the key's allow-list")
            : new Caller(key, tenant);
    }

    /// <summary>The third step: insufficient_scope, then tier_required for a live key whose plan has none.</summary>
    public Error? AccessFault(KeyScopes needed, PlanOptions? plan)
    {
        if (!Key.Scopes.HasFlag(needed))
        {
            return new Error(ErrorCode.InsufficientScope, $"The API key lacks the scope {string.Join(", ", KeyScopeNames.Of(needed & ~Key.Scopes))}");
        }

        if (plan is null)
        {
            // An operator's mistake, but one that only the plan's tenants meet: to them nothing is broken that a retry would mend.
            return new Error(ErrorCode.TierRequired, $"This service has no plan '{Tenant.Plan}' any more: ask its operator to set another plan for the tenant");
        }

        return Environment == TenantEnvironment.Live && !plan.LiveKeys
            ? new Error(ErrorCode.TierRequired, $"The plan '{Tenant.Plan}' is for testing: live keys work from the plan 'starter' on")
            : null;
    }
}
