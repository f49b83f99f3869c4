using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Tenants;

/// <summary><c>/v1/tenants</c> (spec/api.md, "Tenants").</summary>
internal static class TenantEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/v1/tenants/me", ApiHandler.ForKey(KeyScopes.None, GetMineAsync));
        routes.MapRead("/v1/tenants/{id}", ApiHandler.ForKey(KeyScopes.None, GetAsync));
    }

    private static async Task<Error?> GetAsync(HttpContext context, LearnCoinCore core, Caller caller) =>
        context.GetRouteValue("id") as string == caller.Tenant.Id.Value
            ? await GetMineAsync(context, core, caller)
            : new Error(ErrorCode.TenantNotFound, "No tenant with that id is open to this key");

    private static async Task<Error?> GetMineAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        await TenantJson.WriteAsync(context, core, caller, caller.Tenant);
        return null;
    }
}
