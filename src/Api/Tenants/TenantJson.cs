using System.Text.Json;
using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Tenants;

/// <summary>The tenant object (spec/api.md, "Tenants").</summary>
internal static class TenantJson
{
    public static async Task WriteAsync(HttpContext context, LearnCoinCore core, Caller caller, Tenant tenant)
    {
        var issued = await core.Quota.UsedAsync(tenant.Id, caller.Environment, core.Time.GetUtcNow(), context.RequestAborted);
        var custom = await core.CustomDids.FindAsync(tenant, context.RequestAborted);
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", tenant.Id.Value);
            json.WriteString("name", tenant.Name);
            json.WriteString("did", custom is { IsActive: true } ? custom.Row.Did : $"{core.Urls.Did}#tenant-{tenant.Slug}");
            WriteCustomDid(json, custom);
            json.WriteString("plan", tenant.Plan);
            json.WriteString("environment", caller.Environment.Name());
            json.WriteNumber("credentials_issued_this_month", issued);
            json.WriteNumber("credentials_limit_this_month", core.Options.Plans[tenant.Plan].MonthlyCredentials);
            json.WriteString("logo_url", tenant.LogoUrl);
            json.WriteString("website_url", tenant.WebsiteUrl);
            json.WriteString("support_email", tenant.SupportEmail);
            json.WriteString("brand_color", tenant.BrandColor);
            json.WriteNumber("claim_link_days", tenant.ClaimLinkDays);
            json.WriteBoolean("index_pages", tenant.IndexPages);
            json.WriteEndObject();
        });
    }

    /// <summary>Makes the audit entries of a request about its tenant.</summary>
    public static Func<string, AuditEntry> Entries(HttpContext context, Caller caller) => action =>
        new AuditEntry(action, caller.Tenant.Id.Value, caller.Key.Id.Value) { Environment = caller.Environment, RequestId = RequestIds.Of(context) };

    /// <summary>The members that tell how a DID of the tenant's own stands.</summary>
    public static void WriteState(Utf8JsonWriter json, CustomDidState custom)
    {
        json.WriteString("did", custom.Row.Did);
        json.WriteString("status", custom.IsActive ? "active" : "pending");
        json.WriteTime("checked_at", custom.Row.CheckedAt);
        json.WriteString("problem", custom.Problem);
    }

    private static void WriteCustomDid(Utf8JsonWriter json, CustomDidState? custom)
    {
        if (custom is null)
        {
            json.WriteNull("custom_did");
            return;
        }

        json.WriteStartObject("custom_did");
        WriteState(json, custom);
        json.WriteEndObject();
    }
}
