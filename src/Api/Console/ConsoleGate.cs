using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Console;

/// <summary>What stands before every page and form of the console, in this order: where a form comes from, session and who it is of, limit, audience and scope, the form's token.</summary>
internal static class ConsoleGate
{
    /// <summary>For a page.</summary>
    public static RequestDelegate Of(ConsoleRoute route, Func<ConsoleCall, Task<ConsoleAnswer>> read) => async context =>
    {
        SetHeaders(context);
        if (await EnterAsync(context, route) is { } call)
        {
            await (await read(call)).WriteAsync(call);
            await call.Core.ConsoleSessions.UseAsync(call.Session, call.IsNoticeShown, CancellationToken.None);
        }
    };

    /// <summary>For a form.</summary>
    public static RequestDelegate OfForm(ConsoleRoute route, Func<ConsoleCall, ConsoleForm, Task<ConsoleAnswer>> act, int limit) => async context =>
    {
        SetHeaders(context);
        if (await RefuseForeignAsync(context) || await EnterAsync(context, route) is not { } call)
        {
            return;
        }

        var form = await ConsoleForm.ReadAsync(context, limit);
        var answer = !form.IsOk ? ConsoleAnswer.Refuse(form.Error)
            : FormToken.IsValid(call.Session.Id, Given(context, form.Value)) ? await act(call, form.Value)
            : ConsoleAnswer.ForeignForm;
        await answer.WriteAsync(call);
        await call.Core.ConsoleSessions.UseAsync(call.Session, call.IsNoticeShown, CancellationToken.None);
    };

    /// <summary>What all answers of the console have: nobody keeps them, frames them or finds them.</summary>
    public static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XFrameOptions = "DENY";
        headers["X-Robots-Tag"] = "noindex";
        headers.ContentSecurityPolicy = PagePolicy.Still;
        // Not no-referrer: under that browsers send "Origin: null" with our own forms (Fetch standard, "append a request Origin header").
        headers["Referrer-Policy"] = "same-origin";
    }

    /// <returns>Whether it was refused: the browser says that the form was on another site's page.</returns>
    public static async Task<bool> RefuseForeignAsync(HttpContext context)
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        if (FormToken.IsOwnOrigin(context.Request, core.Urls.PublicOrigin))
        {
            return false;
        }

        await Refusals.WriteForeignFormAsync(context, null, PageLanguage.Of(context));
        return true;
    }

    /// <returns>Null when it has answered.</returns>
    private static async Task<ConsoleCall?> EnterAsync(HttpContext context, ConsoleRoute route)
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        if (await SignIn.FindAsync(context, core) is not { } call)
        {
            SignIn.Ask(context, core);
            return null;
        }

        CallNote.Of(context).NeedsKey = true;
        var decision = context.RequestServices.GetRequiredService<PublicLimits>().Take(PublicPolicy.Console, call.Actor);
        var error = decision.IsAllowed ? Fault(call, route) : RateLimitHeaders.Refusal(decision, "in the console");
        if (error is null)
        {
            return call;
        }

        var missing = error.Code == ErrorCode.InsufficientScope ? string.Join(", ", KeyScopeNames.Of(route.Scope & ~call.Scopes)) : null;
        await Refusals.WriteAsync(context, call, call.Language, error, missing);
        return null;
    }

    private static Error? Fault(ConsoleCall call, ConsoleRoute route)
    {
        if (call.IsOperator)
        {
            return route.Audience == ConsoleAudience.Tenant ? NotHere : null;
        }

        call.Core.ApiKeys.NoteUse(call.Caller.Key);
        return route.Audience == ConsoleAudience.Operator
            ? NotHere
            : call.Caller.AccessFault(route.Scope, call.Core.Options.Plans.GetValueOrDefault(call.Tenant.Plan));
    }

    /// <summary>What the other kind of console has is not told of.</summary>
    public static Error NotHere { get; } = new(ErrorCode.RouteNotFound, "There is no such page");

    private static string Given(HttpContext context, ConsoleForm form) =>
        form.Text(FormToken.Field) ?? context.Request.Headers[FormToken.Header].ToString();
}
