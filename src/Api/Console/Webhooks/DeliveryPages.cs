using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Webhooks;

/// <summary>What was sent to an endpoint: every delivery with every attempt, a test, sending again.</summary>
internal static class DeliveryPages
{
    private const string One = WebhookPages.One + "/deliveries/{delivery}";
    private const int PageSize = 25;

    /// <summary>As <c>input type="datetime-local"</c> sends it.</summary>
    private const string FieldTime = "yyyy-MM-dd'T'HH:mm";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<WebhookPage, WebhookModel>(WebhookPages.One, WebhookPages.Scope, static async call =>
            await WebhookPages.FindAsync(call) is var found && found.IsOk ? await ModelAsync(call, found.Value) : found.Error!);
        WebhookPages.MapAction(routes, WebhookPages.One + "/test", TestAsync);
        WebhookPages.MapAction(routes, WebhookPages.One + "/replay", ReplayAsync);
        routes.MapTenantPage<DeliveryPage, DeliveryModel>(One, WebhookPages.Scope, ShowAsync);
        WebhookPages.MapAction(routes, One + "/retry", RetryAsync);
    }

    /// <summary>What the page of an endpoint shows, with the deliveries that the query asks for.</summary>
    public static async Task<WebhookModel> ModelAsync(ConsoleCall call, WebhookEndpoint endpoint)
    {
        var query = call.Context.Request.Query;
        DeliveryState? state = DeliveryStates.TryParse(query["status"].ToString(), out var known) ? known : null;
        DeliveryId? cursor = DeliveryId.TryParse(query["cursor"], out var last) ? last : null;
        var (deliveries, next) = await call.Core.DeliveryLog.ReadAsync(endpoint.Id, new DeliveryQuery(state, null, cursor, PageSize), call.Aborted);
        var now = call.Core.Time.GetUtcNow();
        var range = new ReplayForm(FieldOf(now.AddDays(-1)), FieldOf(now.AddMinutes(1)), null);
        return new WebhookModel(endpoint, WebhookForm.Of(endpoint), null, new DeliveryPageModel(deliveries, state, cursor, next), range, Once.New(call));
    }

    private static async Task<ConsoleAnswer> TestAsync(ConsoleCall call, ConsoleForm form, WebhookEndpoint endpoint)
    {
        // Not cancelled with the connection: what was sent is to stand in the log.
        var sent = await call.Core.TestDeliveries.SendAsync(call.Tenant.Id, call.Environment, endpoint.Id.Value, CancellationToken.None);
        if (!sent.IsOk)
        {
            return sent.Error;
        }

        var isDelivered = sent.Value.State == DeliveryState.Delivered;
        return ConsoleAnswer.See(
            PathOf(sent.Value), isDelivered ? NoticeTone.Good : NoticeTone.Bad, call.Texts(WebhookPages.Texts)[isDelivered ? "testDelivered" : "testFailed"]);
    }

    private static async Task<ConsoleAnswer> ReplayAsync(ConsoleCall call, ConsoleForm form, WebhookEndpoint endpoint)
    {
        var body = ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("since", TimeOf(form["since"]));
            json.WriteString("until", TimeOf(form["until"]));
            json.WriteEndObject();
        });
        var replayed = await call.Core.Redeliveries.ReplayAsync(call.Tenant.Id, call.Environment, endpoint.Id.Value, body, CancellationToken.None);
        var texts = call.Texts(WebhookPages.Texts);
        if (!replayed.IsOk)
        {
            var fault = replayed.Error.Details.Count > 0
                ? texts["fault.range", ("days", texts.Number(call.Core.Options.Webhooks.RetentionDays))]
                : Refusals.Sentence(replayed.Error, call.Language);
            var model = await ModelAsync(call, endpoint) with { Replay = new ReplayForm(form["since"], form["until"], fault) };
            return ConsoleAnswer.Show<WebhookPage, WebhookModel>(model, StatusCodes.Status422UnprocessableEntity);
        }

        var (count, next) = replayed.Value;
        return ConsoleAnswer.See(
            WebhookPages.PathOf(endpoint),
            NoticeTone.Good,
            texts.Count("replayed", count) + (next is { } more ? " " + texts["replayMore", ("time", texts.DateTime(more))] : ""));
    }

    private static async Task<Result<DeliveryModel>> ShowAsync(ConsoleCall call)
    {
        var endpoint = await WebhookPages.FindAsync(call);
        if (!endpoint.IsOk)
        {
            return endpoint.Error;
        }

        var delivery = await call.Core.DeliveryLog.FindAsync(endpoint.Value.Id, call.Route("delivery"), call.Aborted);
        return delivery.IsOk ? new DeliveryModel(endpoint.Value, delivery.Value) : delivery.Error;
    }

    private static async Task<ConsoleAnswer> RetryAsync(ConsoleCall call, ConsoleForm form, WebhookEndpoint endpoint)
    {
        var sent = await call.Core.Redeliveries.RetryAsync(
            call.Tenant.Id, call.Environment, endpoint.Id.Value, call.Route("delivery"), CancellationToken.None);
        return sent.IsOk ? ConsoleAnswer.See(PathOf(sent.Value), NoticeTone.Good, call.Texts(WebhookPages.Texts)["retrying"]) : sent.Error;
    }

    private static string PathOf(Delivery delivery) => $"{WebhookPages.Path}/{delivery.Webhook}/deliveries/{delivery.Id}";

    private static string FieldOf(DateTimeOffset time) => time.UtcDateTime.ToString(FieldTime, CultureInfo.InvariantCulture);

    // Browsers leave the seconds away where they are 0; the field is in UTC and says so.
    private static string TimeOf(string field) => field.Length == FieldTime.Replace("'", "", StringComparison.Ordinal).Length ? field + ":00Z" : field + "Z";
}
