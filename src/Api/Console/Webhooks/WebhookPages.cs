using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.Webhooks;

/// <summary>A tenant's endpoints: list, make, change, delete. What was sent to them is <see cref="DeliveryPages"/>'.</summary>
internal static class WebhookPages
{
    public const string Path = "/console/webhooks";

    /// <summary>Area of the texts.</summary>
    public const string Texts = "console-webhooks";

    internal const string One = Path + "/{id}";
    internal const KeyScopes Scope = KeyScopes.WebhooksManage;

    private const int PageSize = 50;

    // A double click: the second request waits for the first one's answer, and gives the same.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private const int MostTries = 40;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<WebhooksPage, WebhooksModel>(Path, Scope, static async call => await ListAsync(call, WebhookForm.Empty, null));
        routes.MapTenantAction(Path, Scope, CreateAsync);
        MapAction(routes, One, EditAsync);
        MapAction(routes, One + "/active", SwitchAsync);
        MapAction(routes, One + "/rotate-secret", RotateAsync);
        routes.MapTenantPage<WebhookDeletionPage, WebhookEndpoint>(One + "/delete", Scope, FindAsync);
        MapAction(routes, One + "/delete", DeleteAsync);
        DeliveryPages.Map(routes);
    }

    /// <summary>A form about one endpoint, which is looked for before anything else.</summary>
    internal static void MapAction(IEndpointRouteBuilder routes, string pattern, Func<ConsoleCall, ConsoleForm, WebhookEndpoint, Task<ConsoleAnswer>> act) =>
        routes.MapTenantAction(pattern, Scope, async (call, form) => await FindAsync(call) is var found && found.IsOk ? await act(call, form, found.Value) : found.Error!);

    internal static string PathOf(WebhookEndpoint endpoint) => $"{Path}/{endpoint.Id}";

    /// <summary>Another tenant's endpoint and one of the other environment are not there.</summary>
    internal static async Task<Result<WebhookEndpoint>> FindAsync(ConsoleCall call) =>
        WebhookId.TryParse(call.Route("id"), out var id) && await call.Core.Webhooks.FindAsync(call.Tenant.Id, call.Environment, id, call.Aborted) is { } endpoint
            ? endpoint
            : new Error(ErrorCode.WebhookNotFound, "There is no webhook endpoint with this id");

    private static async Task<WebhooksModel> ListAsync(ConsoleCall call, WebhookForm form, WebhookFaults? faults)
    {
        var cursor = call.Context.Request.Query["cursor"].ToString();
        var found = (await call.Core.Webhooks.ListAsync(call.Tenant.Id, call.Environment, call.Aborted)).Reverse()
            .Where(endpoint => !WebhookId.TryParse(cursor, out var last) || string.CompareOrdinal(endpoint.Id.Value, last.Value) < 0)
            .Take(PageSize + 1)
            .ToList();
        return new WebhooksModel([.. found.Take(PageSize)], found.Count > PageSize ? found[PageSize - 1].Id : null, form, faults, Once.New(call));
    }

    private static async Task<ConsoleAnswer> CreateAsync(ConsoleCall call, ConsoleForm form)
    {
        var entered = WebhookForm.Of(form);
        var body = entered.Body();
        var made = await OnceAsync(call, form, asked => call.Core.WebhookChanges.CreateAsync(asked, body, CancellationToken.None));
        return made.IsOk
            ? ConsoleAnswer.Show<WebhookSecretPage, WebhookSecretModel>(new WebhookSecretModel(made.Value, true))
            : ConsoleAnswer.Show<WebhooksPage, WebhooksModel>(await ListAsync(call, entered, WebhookFaults.Of(call, made.Error)), StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<ConsoleAnswer> EditAsync(ConsoleCall call, ConsoleForm form, WebhookEndpoint endpoint)
    {
        var entered = WebhookForm.Of(form);
        var changed = await call.Core.WebhookChanges.UpdateAsync(Call(call, null), endpoint.Id.Value, entered.Body(), CancellationToken.None);
        return changed.IsOk
            ? Told(call, changed.Value, "changed")
            : ConsoleAnswer.Show<WebhookPage, WebhookModel>(
                await DeliveryPages.ModelAsync(call, endpoint) with { Form = entered, Faults = WebhookFaults.Of(call, changed.Error) }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<ConsoleAnswer> SwitchAsync(ConsoleCall call, ConsoleForm form, WebhookEndpoint endpoint)
    {
        var on = form["active"] == "true";
        var body = ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("active", on);
            json.WriteEndObject();
        });
        var changed = await call.Core.WebhookChanges.UpdateAsync(Call(call, null), endpoint.Id.Value, body, CancellationToken.None);
        return changed.IsOk ? Told(call, changed.Value, on ? "enabled" : "disabled") : changed.Error;
    }

    private static async Task<ConsoleAnswer> RotateAsync(ConsoleCall call, ConsoleForm form, WebhookEndpoint endpoint)
    {
        var rotated = await OnceAsync(call, form, asked => call.Core.WebhookChanges.RotateSecretAsync(asked, endpoint.Id.Value, CancellationToken.None));
        return rotated.IsOk ? ConsoleAnswer.Show<WebhookSecretPage, WebhookSecretModel>(new WebhookSecretModel(rotated.Value, false)) : rotated.Error;
    }

    private static async Task<ConsoleAnswer> DeleteAsync(ConsoleCall call, ConsoleForm form, WebhookEndpoint endpoint) =>
        await call.Core.WebhookChanges.DeleteAsync(Call(call, null), endpoint.Id.Value, CancellationToken.None) is { } error
            ? error
            : ConsoleAnswer.See(Path, NoticeTone.Good, call.Texts(Texts)["deleted", ("id", endpoint.Id.Value)]);

    /// <summary>Under an idempotency key of the form's own: sent twice, it does what it does once, and both answers show the same secret.</summary>
    private static async Task<Result<ShownSecret>> OnceAsync(ConsoleCall call, ConsoleForm form, Func<WebhookCall, Task<Result<ShownSecret>>> act)
    {
        if (form[Once.Field] is not { Length: > 0 and < 100 } once || !IdempotencyStore.TryReadKey("console-" + once, out var key))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "The form has lost a field: open the page again");
        }

        var asked = Call(call, key);
        for (var tries = 1; ; tries++)
        {
            var done = await act(asked);
            if (done.IsOk || done.Error.Code != ErrorCode.IdempotencyRequestInProgress || tries == MostTries)
            {
                return done;
            }

            await Task.Delay(Pause, call.Core.Time, call.Aborted);
        }
    }

    private static WebhookCall Call(ConsoleCall call, string? key) => new(call.Tenant.Id, call.Environment, call.Actor, call.RequestId, key);

    private static ConsoleAnswer Told(ConsoleCall call, WebhookEndpoint endpoint, string text) =>
        ConsoleAnswer.See(PathOf(endpoint), NoticeTone.Good, call.Texts(Texts)[text, ("id", endpoint.Id.Value)]);
}
