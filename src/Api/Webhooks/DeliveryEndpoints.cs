using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Webhooks;

/// <summary>What was sent to an endpoint, and sending it again (spec/api.md, "Webhooks").</summary>
internal static class DeliveryEndpoints
{
    private const string Webhook = "/v1/webhooks/{id}";
    private const int BodyLimit = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Webhook}/test", ApiHandler.ForKey(KeyScopes.WebhooksManage, TestAsync));
        routes.MapPost($"{Webhook}/replay", ApiHandler.ForKey(KeyScopes.WebhooksManage, ReplayAsync));
        routes.MapRead($"{Webhook}/deliveries", ApiHandler.ForKey(KeyScopes.WebhooksManage, ListAsync));
        routes.MapRead($"{Webhook}/deliveries/{{delivery}}", ApiHandler.ForKey(KeyScopes.WebhooksManage, GetAsync));
        routes.MapPost($"{Webhook}/deliveries/{{delivery}}/retry", ApiHandler.ForKey(KeyScopes.WebhooksManage, RetryAsync));
    }

    private static async Task<Error?> TestAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        // Not cancelled with the connection: what was sent is to stand in the log.
        var sent = await core.TestDeliveries.SendAsync(caller.Tenant.Id, caller.Environment, WebhookEndpoints.AskedId(context), CancellationToken.None);
        if (!sent.IsOk)
        {
            return sent.Error;
        }

        await Json.WriteAsync(context, WebhookJson.OfTest(sent.Value));
        return null;
    }

    private static async Task<Error?> ReplayAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var replayed = await core.Redeliveries.ReplayAsync(
            caller.Tenant.Id, caller.Environment, WebhookEndpoints.AskedId(context), body.Value, CancellationToken.None);
        if (!replayed.IsOk)
        {
            return replayed.Error;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("replayed", replayed.Value.Count);
            json.WriteBoolean("has_more", replayed.Value.Next is not null);
            json.WriteTime("next_since", replayed.Value.Next);
            json.WriteEndObject();
        });
        return null;
    }

    private static async Task<Error?> ListAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var query = new KnownQuery(context, "cursor", "limit", "status", "event_type");
        var asked = new DeliveryQuery(
            query.Read("status", "expected pending, delivered or failed", static text => DeliveryStates.TryParse(text, out var state) ? state : (DeliveryState?)null),
            query.Text("event_type", $"expected one of {string.Join(", ", EventTypes.All)}", static text => EventTypes.All.Contains(text) ? text : null),
            query.Read("cursor", "expected the next_cursor of an earlier page", static text => DeliveryId.TryParse(text, out var id) ? id : (DeliveryId?)null),
            query.Limit());
        if (query.Fault is not null)
        {
            return query.Fault;
        }

        var endpoint = await FindAsync(context, core, caller);
        if (!endpoint.IsOk)
        {
            return endpoint.Error;
        }

        var (found, next) = await core.DeliveryLog.ReadAsync(endpoint.Value.Id, asked, context.RequestAborted);
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var delivery in found)
            {
                WebhookJson.Write(json, delivery);
            }

            json.WriteEndArray();
            json.WriteString("next_cursor", next?.Value);
            json.WriteBoolean("has_more", next is not null);
            json.WriteEndObject();
        });
        return null;
    }

    private static async Task<Error?> GetAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var endpoint = await FindAsync(context, core, caller);
        if (!endpoint.IsOk)
        {
            return endpoint.Error;
        }

        var delivery = await core.DeliveryLog.FindAsync(endpoint.Value.Id, WebhookEndpoints.AskedId(context, "delivery"), context.RequestAborted);
        if (!delivery.IsOk)
        {
            return delivery.Error;
        }

        await Json.WriteAsync(context, WebhookJson.Of(delivery.Value));
        return null;
    }

    private static async Task<Error?> RetryAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var sent = await core.Redeliveries.RetryAsync(
            caller.Tenant.Id, caller.Environment, WebhookEndpoints.AskedId(context), WebhookEndpoints.AskedId(context, "delivery"), CancellationToken.None);
        if (!sent.IsOk)
        {
            return sent.Error;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await Json.WriteAsync(context, WebhookJson.Of(sent.Value));
        return null;
    }

    private static Task<Result<WebhookEndpoint>> FindAsync(HttpContext context, LearnCoinCore core, Caller caller) =>
        core.Webhooks.FindOwnAsync(caller.Tenant.Id, caller.Environment, WebhookEndpoints.AskedId(context), context.RequestAborted);
}
