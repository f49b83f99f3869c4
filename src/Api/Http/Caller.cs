using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>Who calls: the key, and the tenant it opens.</summary>
internal sealed record Caller(ApiKey Key, Tenant Tenant)
{
    public TenantEnvironment Environment => Key.Environment;

    private const string Scheme = "Bearer ";

    /// <summary>Reads <c>Authorization: Bearer lrn_…</c>: api_key_missing, api_key_invalid, api_key_revoked.</summary>
    public static async Task<Result<Caller>> AuthenticateAsync(
        HttpContext context, ApiKeyStore keys, TenantStore tenants, CancellationToken cancellationToken)
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

        var found = await keys.AuthenticateAsync(header[Scheme.Length..].Trim(), cancellationToken);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var tenant = await tenants.FindAsync(found.Value.Tenant, cancellationToken)
            ?? throw new InvalidDataException($"Key {found.Value.Id} belongs to no tenant");
        return new Caller(found.Value, tenant);
    }
}
