using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Console;

/// <summary>In and out. What is presented stands in the body of a form, never in an address.</summary>
internal static class LoginEndpoints
{
    public const string Path = "/console/login";

    /// <summary>Where to go when signed in.</summary>
    public const string Next = "next";

    private static readonly ConsoleRoute Anyone = new(ConsoleAudience.Anyone, KeyScopes.None);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], GetAsync).WithMetadata(Anyone);
        routes.MapPost(Path, static context => PostAsync(context, ByKeyAsync)).WithMetadata(Anyone);
        routes.MapPost(Path + "/operator", static context => PostAsync(context, ByTokenAsync)).WithMetadata(Anyone);
        routes.MapPost(Path + "/account", static context => PostAsync(context, ByAccountAsync)).WithMetadata(Anyone);
        routes.MapSignedInAction("/console/sign-out", static async (call, _) =>
        {
            await call.Core.ConsoleSessions.EndAsync(call.Session, CancellationToken.None);
            return SignedOut(call);
        });
        routes.MapSignedInAction("/console/sign-out-everywhere", static async (call, _) =>
        {
            await call.Core.ConsoleSessions.EndAllAsync(call.Actor, CancellationToken.None);
            return SignedOut(call);
        });
    }

    private static Error NotOperator { get; } = new(ErrorCode.ApiKeyInvalid, "This signs in no operator: check that the token was copied whole");

    private static ConsoleAnswer SignedOut(ConsoleCall call)
    {
        SignIn.Clear(call.Context, call.Core);
        return ConsoleAnswer.See(Path);
    }

    private static async Task GetAsync(HttpContext context)
    {
        ConsoleGate.SetHeaders(context);
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        if (await SignIn.FindAsync(context, core) is not null)
        {
            ConsoleAnswer.Redirect(context, ConsoleNavigation.Home);
            return;
        }

        await WriteAsync(context, core, context.Request.Query[Next].ToString(), null);
    }

    private static async Task PostAsync(HttpContext context, Func<HttpContext, LearnCoinCore, ConsoleForm, Task<Result<ConsoleIdentity>>> identify)
    {
        ConsoleGate.SetHeaders(context);
        CallNote.Of(context).NeedsKey = true;
        if (await ConsoleGate.RefuseForeignAsync(context))
        {
            return;
        }

        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        var form = await ConsoleForm.ReadAsync(context, ConsoleForm.DefaultLimit);
        if (!form.IsOk)
        {
            await Refusals.WriteAsync(context, null, PageLanguage.Of(context), form.Error);
            return;
        }

        if (!LoginForm.IsOurs(context, core, form.Value))
        {
            await Refusals.WriteForeignFormAsync(context, null, PageLanguage.Of(context));
            return;
        }

        var next = form.Value[Next];
        var identity = await identify(context, core, form.Value);
        if (!identity.IsOk)
        {
            await WriteAsync(context, core, next, Counted(context, core, identity.Error));
            return;
        }

        await SignIn.BeginAsync(context, core, identity.Value);
        ConsoleAnswer.Redirect(context, SignIn.IsPage(next) ? next : ConsoleNavigation.Home);
    }

    /// <summary>As an endpoint of the API would take the key.</summary>
    private static async Task<Result<ConsoleIdentity>> ByKeyAsync(HttpContext context, LearnCoinCore core, ConsoleForm form)
    {
        var caller = await Caller.AuthenticateAsync(context, core, form["key"], context.RequestAborted);
        if (!caller.IsOk)
        {
            return caller.Error;
        }

        core.ApiKeys.NoteUse(caller.Value.Key);
        return caller.Value.AccessFault(KeyScopes.None, core.Options.Plans.GetValueOrDefault(caller.Value.Tenant.Plan)) is { } fault
            ? fault
            : ConsoleIdentity.ForKey(caller.Value.Key);
    }

    private static Task<Result<ConsoleIdentity>> ByTokenAsync(HttpContext context, LearnCoinCore core, ConsoleForm form) =>
        Task.FromResult<Result<ConsoleIdentity>>(core.Operators.ByToken(form["token"]) is { } identity ? identity : NotOperator);

    private static Task<Result<ConsoleIdentity>> ByAccountAsync(HttpContext context, LearnCoinCore core, ConsoleForm form) =>
        Task.FromResult<Result<ConsoleIdentity>>(core.Operators.ByAccount(SignIn.Account(context)) is { } identity ? identity : NotOperator);

    /// <summary>Counted with the failed logins of the API, and for the same reason only after the look.</summary>
    private static Error Counted(HttpContext context, LearnCoinCore core, Error error)
    {
        if (error.Code.Status != StatusCodes.Status401Unauthorized)
        {
            return error;
        }

        var decision = ApiHandler.Take(context, core, PublicPolicy.FailedLogins);
        return decision.IsAllowed ? error : RateLimitHeaders.Refusal(decision, "without a working API key");
    }

    private static Task WriteAsync(HttpContext context, LearnCoinCore core, string next, Error? error)
    {
        if (error is not null)
        {
            Refusals.Note(context, error);
        }

        var language = PageLanguage.Of(context);
        var sentence = error is null ? null : ReferenceEquals(error, NotOperator) ? Texts.For("console", language)["login.notOperator"] : Refusals.Sentence(error, language);
        var model = new LoginModel(
            LoginForm.Token(context, core), SignIn.IsPage(next) ? next : null, core.Operators.TakesTokens, core.Operators.ByAccount(SignIn.Account(context)) is not null, sentence);
        return Page.WriteAsync<LoginPage>(context, PagePolicy.Active, (nameof(LoginPage.Model), model), (nameof(LoginPage.Language), language));
    }
}

/// <summary>What the login page shows.</summary>
/// <param name="FormToken">Of its forms.</param>
/// <param name="Next">Where to go then; null: to the overview.</param>
/// <param name="TakesTokens">Whether operators sign in by token.</param>
/// <param name="IsOperatorAccount">Whether the platform says that an operator calls.</param>
/// <param name="Error">Why the last try failed.</param>
public sealed record LoginModel(string FormToken, string? Next, bool TakesTokens, bool IsOperatorAccount, string? Error);
