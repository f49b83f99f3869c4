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
        var tenant = caller.Tenant;
        var issued = await core.Quota.UsedAsync(tenant.Id, caller.Environment, core.Time.GetUtcNow(), context.RequestAborted);
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", tenant.Id.Value);
            json.WriteString("name", tenant.Name);
            json.WriteString("did", $"{core.Urls.Did}#tenant-{tenant.Slug}");
            json.WriteString("plan", tenant.Plan);
            json.WriteString("environment", caller.Environment.Name());
            json.WriteNumber("credentials_issued_this_month", issued);
            json.WriteNumber("credentials_limit_this_month", core.Options.Plans[tenant.Plan].MonthlyCredentials);
            json.WriteString("logo_url", tenant.LogoUrl);
            json.WriteString("website_url", tenant.WebsiteUrl);
            json.WriteString("support_email", tenant.SupportEmail);
            json.WriteString("brand_color", tenant.BrandColor);
            json.WriteNumber("claim_link_days", tenant.ClaimLinkDays);
            json.WriteEndObject();
        });
        return null;
    }
}
