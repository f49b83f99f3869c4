using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Tenants;

/// <summary><c>/v1/tenants/me/did</c>: a DID of the tenant's own (spec/api.md, "Tenants").</summary>
internal static class DidEndpoints
{
    private const string Route = "/v1/tenants/me/did";
    private const int BodyLimit = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut(Route, ApiHandler.ForKey(KeyScopes.TenantManage, PutAsync));
        routes.MapDelete(Route, ApiHandler.ForKey(KeyScopes.TenantManage, RemoveAsync));
    }

    /// <summary>200 when it is active after one look at the document, else 202: it is looked at again and again.</summary>
    private static async Task<Error?> PutAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var request = CustomDidRequest.Read(body.Value);
        if (!request.IsOk)
        {
            return request.Error;
        }

        if (request.Value.Did is not { } did)
        {
            return await RemoveAsync(context, core, caller);
        }

        var set = await core.CustomDids.SetAsync(caller.Tenant, did, TenantJson.Entries(context, caller), context.RequestAborted);
        if (!set.IsOk)
        {
            return set.Error;
        }

        context.Response.StatusCode = set.Value.IsActive ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        await WriteAsync(context, set.Value);
        return null;
    }

    /// <summary>Answers the tenant object, whose <c>did</c> is the shared one again.</summary>
    private static async Task<Error?> RemoveAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var tenant = await core.CustomDids.RemoveAsync(caller.Tenant, TenantJson.Entries(context, caller), context.RequestAborted);
        await TenantJson.WriteAsync(context, core, caller, tenant);
        return null;
    }

    private static Task WriteAsync(HttpContext context, CustomDidState state) => Json.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        TenantJson.WriteState(json, state);
        json.WriteStartObject("required");
        json.WriteString("document_url", DidWebAddress.TryParse(state.Row.Did, out var address) ? address.DocumentUrl.AbsoluteUri : null);
        json.WritePropertyName("document");
        state.Needs.Document.Write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
