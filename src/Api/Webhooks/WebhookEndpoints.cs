using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Webhooks;

/// <summary><c>/v1/webhooks</c>: the endpoints that a tenant has registered (spec/api.md, "Webhooks").</summary>
internal static class WebhookEndpoints
{
    private const string Route = "/v1/webhooks";
    private const string OneRoute = "/v1/webhooks/{id}";

    /// <summary>Largest body, bytes: the longest URL and description with every character escaped, and room.</summary>
    private const int BodyLimit = 32 * 1024;

    private static readonly string[] Patch = [HttpMethods.Patch];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Route, ApiHandler.ForKey(KeyScopes.WebhooksManage, PostAsync));
        routes.MapRead(Route, ApiHandler.ForKey(KeyScopes.WebhooksManage, ListAsync));
        routes.MapRead(OneRoute, ApiHandler.ForKey(KeyScopes.WebhooksManage, GetAsync));
        routes.MapMethods(OneRoute, Patch, ApiHandler.ForKey(KeyScopes.WebhooksManage, PatchAsync));
        routes.MapDelete(OneRoute, ApiHandler.ForKey(KeyScopes.WebhooksManage, DeleteAsync));
        routes.MapPost($"{OneRoute}/rotate-secret", ApiHandler.ForKey(KeyScopes.WebhooksManage, RotateAsync));
    }

    /// <summary>The id as it was sent.</summary>
    internal static string AskedId(HttpContext context, string name = "id") => context.GetRouteValue(name) as string ?? "";

    private static async Task<Error?> PostAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var key = IdempotencyHeader.Read(context);
        if (!key.IsOk)
        {
            return key.Error;
        }

        var body = await RequestBody.ReadAsync(context, BodyLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        // Not cancelled with the connection: a client that hangs up has still asked.
        var made = await core.WebhookChanges.CreateAsync(Call(context, caller, key.Value), body.Value, CancellationToken.None);
        if (!made.IsOk)
        {
            return made.Error;
        }

        context.Response.Headers.Location = $"{Route}/{made.Value.Endpoint.Id}";
        await ShowAsync(context, StatusCodes.Status201Created, made.Value);
        return null;
    }

    private static async Task<Error?> ListAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var query = new KnownQuery(context, "cursor", "limit");
        var cursor = query.Read("cursor", "expected the next_cursor of an earlier page", static text => WebhookId.TryParse(text, out var id) ? id : (WebhookId?)null);
        var limit = query.Limit();
        if (query.Fault is not null)
        {
            return query.Fault;
        }

        // All of them, a thousand at most: they lie oldest first, and are shown newest first as every list is.
        var all = (await core.Webhooks.ListAsync(caller.Tenant.Id, caller.Environment, context.RequestAborted)).Reverse()
            .Where(endpoint => cursor is not { } last || string.CompareOrdinal(endpoint.Id.Value, last.Value) < 0)
            .Take(limit + 1)
            .ToList();
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var endpoint in all.Take(limit))
            {
                WebhookJson.Write(json, endpoint);
            }

            json.WriteEndArray();
            json.WriteString("next_cursor", all.Count > limit ? all[limit - 1].Id.Value : null);
            json.WriteBoolean("has_more", all.Count > limit);
            json.WriteEndObject();
        });
        return null;
    }

    private static async Task<Error?> GetAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var found = await core.Webhooks.FindOwnAsync(caller.Tenant.Id, caller.Environment, AskedId(context), context.RequestAborted);
        if (!found.IsOk)
        {
            return found.Error;
        }

        await Json.WriteAsync(context, WebhookJson.Of(found.Value));
        return null;
    }

    private static async Task<Error?> PatchAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var changed = await core.WebhookChanges.UpdateAsync(Call(context, caller, null), AskedId(context), body.Value, CancellationToken.None);
        if (!changed.IsOk)
        {
            return changed.Error;
        }

        await Json.WriteAsync(context, WebhookJson.Of(changed.Value));
        return null;
    }

    private static async Task<Error?> DeleteAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        if (await core.WebhookChanges.DeleteAsync(Call(context, caller, null), AskedId(context), CancellationToken.None) is { } error)
        {
            return error;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return null;
    }

    private static async Task<Error?> RotateAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var key = IdempotencyHeader.Read(context);
        if (!key.IsOk)
        {
            return key.Error;
        }

        var rotated = await core.WebhookChanges.RotateSecretAsync(Call(context, caller, key.Value), AskedId(context), CancellationToken.None);
        if (!rotated.IsOk)
        {
            return rotated.Error;
        }

        await ShowAsync(context, StatusCodes.Status200OK, rotated.Value);
        return null;
    }

    private static WebhookCall Call(HttpContext context, Caller caller, string? idempotencyKey) =>
        new(caller.Tenant.Id, caller.Environment, caller.Key.Id.Value, RequestIds.Of(context), idempotencyKey);

    private static Task ShowAsync(HttpContext context, int status, ShownSecret shown) => IdempotencyHeader.WriteAsync(
        context, new Core.Idempotency.IdempotentAnswer(status, WebhookJson.Of(shown.Endpoint, shown.Secret), shown.Replayed));
}
