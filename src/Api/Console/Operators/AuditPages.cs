using System.Globalization;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Operators;

/// <summary>The calls of the API by request id, time and tenant; and what was changed, tenant by tenant, with the verdict on the chain.</summary>
internal static class AuditPages
{
    public const string Path = "/console/audit";

    private const int PageSize = 50;

    /// <summary>Entries that are checked without being asked to: a longer chain takes its time.</summary>
    private const int CheckedAtOnce = 2_000;

    private const string FieldTime = "yyyy-MM-dd'T'HH:mm";
    private static readonly string[] Forms = [FieldTime, FieldTime + "':'ss"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOperatorPage<CallsPage, CallsModel>(Path, static async call => await SearchAsync(call));
        routes.MapOperatorPage<ChainPage, ChainModel>(Path + "/{id}", ChainAsync);
    }

    private static async Task<CallsModel> SearchAsync(ConsoleCall call)
    {
        var query = call.Context.Request.Query;
        var now = call.Core.Time.GetUtcNow();
        var (since, until) = (TimeOf(query["since"]) ?? now.AddHours(-1), TimeOf(query["until"]) ?? now.AddMinutes(1));
        var (asked, tenantText) = (query["request"].ToString().Trim(), query["tenant"].ToString().Trim());
        TenantId? tenant = TenantId.TryParse(tenantText, out var id) ? id : null;
        var form = new CallForm(asked, FieldOf(since), FieldOf(until), tenantText, query.ContainsKey("errors"));
        if (asked.Length > 0)
        {
            return new CallsModel(form, await call.Core.RequestTraces.FindAsync(asked, call.Aborted), null, null);
        }

        var page = tenantText.Length > 0 && tenant is null ? new RequestPage([], null) : await call.Core.Requests.SearchAsync(
            new RequestQuery(since, until, PageSize) { Tenant = tenant, LeastStatus = form.OnlyErrors ? 400 : 0, Before = Before(query["before"]) }, call.Aborted);
        return new CallsModel(form, null, page, call.Core.Options.RequestLog.RetentionDays);
    }

    private static async Task<Result<ChainModel>> ChainAsync(ConsoleCall call)
    {
        var tenant = await OperatorPages.TenantAsync(call);
        if (!tenant.IsOk)
        {
            return tenant.Error;
        }

        var query = call.Context.Request.Query;
        long? before = long.TryParse(query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var records = await call.Core.Audit.NewestAsync(tenant.Value.Id, before, PageSize, call.Aborted);
        var newest = before is null ? records : await call.Core.Audit.NewestAsync(tenant.Value.Id, null, 1, call.Aborted);
        var isChecked = query.ContainsKey("check") || newest.Count == 0 || newest[0].Number <= CheckedAtOnce;
        return new ChainModel(tenant.Value, records, before, isChecked ? await call.Core.Audit.VerifyAsync(tenant.Value.Id, call.Aborted) : null);
    }

    private static string? Before(string? text) =>
        text is { Length: 4 + Ulid.Length } && text.StartsWith("req_", StringComparison.Ordinal) && Ulid.IsValid(text.AsSpan(4)) ? text : null;

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string FieldOf(DateTimeOffset time) => time.UtcDateTime.ToString(FieldTime, CultureInfo.InvariantCulture);
}

/// <summary>What calls are asked for, as the fields have it.</summary>
/// <param name="Request">A request id; empty: the rest counts.</param>
/// <param name="Since">Of this time or later, UTC.</param>
/// <param name="Until">Before this time, UTC.</param>
/// <param name="Tenant">Whose; empty: anybody's.</param>
/// <param name="OnlyErrors">Only calls that were refused or failed.</param>
public sealed record CallForm(string Request, string Since, string Until, string Tenant, bool OnlyErrors);

/// <summary>Calls.</summary>
/// <param name="Form">What was asked for.</param>
/// <param name="Trace">What is known of the one request that was asked for; else null.</param>
/// <param name="Page">Else the calls that fit.</param>
/// <param name="RetentionDays">How long calls are kept.</param>
public sealed record CallsModel(CallForm Form, RequestTrace? Trace, RequestPage? Page, int? RetentionDays);

/// <summary>A tenant's chain of changes.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Records">A page, newest first.</param>
/// <param name="Before">Cursor of this page; null: it is the first.</param>
/// <param name="Verdict">On all of the chain; null: it is long and was not checked.</param>
public sealed record ChainModel(Tenant Tenant, IReadOnlyList<AuditRecord> Records, long? Before, AuditVerdict? Verdict);
