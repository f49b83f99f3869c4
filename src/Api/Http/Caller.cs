using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>Who calls: the key, and the tenant it opens.</summary>
internal sealed record Caller(ApiKey Key, Tenant Tenant)
{
    public TenantEnvironment Environment => Key.Environment;

    /// <summary>insufficient_scope when the key was not given a scope.</summary>
    public Error? ScopeFault(KeyScopes needed) => Key.Scopes.HasFlag(needed)
        ? null
        : new Error(ErrorCode.InsufficientScope, $"The API key lacks the scope {string.Join(", ", KeyScopeNames.Of(needed & ~Key.Scopes))}");

    private const string Scheme = "Bearer ";

    /// <summary>Reads <c>Authorization: Bearer lrn_…</c>: api_key_missing, api_key_invalid, api_key_revoked; and tier_required for a live key whose plan has none.</summary>
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

        var text = header[Scheme.Length..].Trim();
        var found = await core.ApiKeys.AuthenticateAsync(text, cancellationToken);
        if (!found.IsOk)
        {
            // The request log names a key that was refused, when it is a known one.
            CallNote.Of(context).Key = found.Error.Code == ErrorCode.ApiKeyInvalid ? null : await core.ApiKeys.FindAsync(text, cancellationToken);
            return found.Error;
        }

        CallNote.Of(context).Key = found.Value;

        var tenant = await core.Tenants.FindAsync(found.Value.Tenant, cancellationToken)
            ?? throw new InvalidDataException($"Key {found.Value.Id} belongs to no tenant");
        if (found.Value.Environment == TenantEnvironment.Live && !core.Options.Plans[tenant.Plan].LiveKeys)
        {
            return new Error(ErrorCode.TierRequired, $"The plan '{tenant.Plan}' is for testing: live keys work from the plan 'starter' on");
        }

        return new Caller(found.Value, tenant);
    }
}
