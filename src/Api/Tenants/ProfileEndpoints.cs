using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Tenants;

/// <summary><c>PATCH /v1/tenants/me</c> (spec/api.md, "Tenants").</summary>
internal static class ProfileEndpoints
{
    private const int BodyLimit = 64 * 1024;
    private static readonly string[] Patch = [HttpMethods.Patch];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/tenants/me", Patch, ApiHandler.ForKey(KeyScopes.TenantManage, PatchAsync));

    private static async Task<Error?> PatchAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var tenant = await ChangeAsync(context, core, caller, body.Value);
        if (!tenant.IsOk)
        {
            return tenant.Error;
        }

        await TenantJson.WriteAsync(context, core, caller, tenant.Value);
        return null;
    }

    /// <summary>Makes the changes of a body and enters them in the tenant's audit chain.</summary>
    public static async Task<Result<Tenant>> ChangeAsync(HttpContext context, LearnCoinCore core, Caller caller, ReadOnlyMemory<byte> utf8Body)
    {
        var read = TenantProfile.Read(utf8Body, new OutboundRules(new Uri(core.Urls.PublicOrigin)));
        if (!read.IsOk)
        {
            return read.Error;
        }

        var (profile, tenant) = (read.Value, caller.Tenant);
        var changes = profile.Changes(tenant);
        if (changes.Count == 0)
        {
            return tenant;
        }

        // Names of members only: their values would be a person's address among others.
        var entry = TenantJson.Entries(context, caller)("tenant.updated") with { Detail = string.Join(' ', changes) };
        await core.Audit.AppendAsync(tenant.Id, entry, context.RequestAborted);
        return await core.Tenants.ChangeAsync(tenant.Id, profile.Apply, context.RequestAborted);
    }
}
