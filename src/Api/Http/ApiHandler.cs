using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.RateLimits;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Http;

/// <summary>An endpoint that needs a key. Returns the error to answer, or null when it has answered.</summary>
internal delegate Task<Error?> AuthenticatedHandler(HttpContext context, LearnCoinCore core, Caller caller);

/// <summary>Turns handlers into request delegates: authenticates first, answers errors in the one form.</summary>
internal static class ApiHandler
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A route for GET and, as RFC 9110 section 9.1 asks of every server, HEAD.</summary>
    public static void MapRead(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, GetAndHead, handler);

    /// <summary>
    /// An endpoint for holders of a key. The order of refusals is that of spec/api.md, "Errors": key, address, scope and environment, rate
    /// limit; the handler goes on with body, existence and ownership, state.
    /// </summary>
    /// <param name="scope">What the key must be allowed to do; None: any key will do.</param>
    /// <param name="handler">Called with the authenticated caller.</param>
    public static RequestDelegate ForKey(KeyScopes scope, AuthenticatedHandler handler) => async context =>
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        // What a key opens is for its holder alone.
        context.Response.Headers.CacheControl = "no-store";
        CallNote.Of(context).NeedsKey = true;
        var caller = await Caller.AuthenticateAsync(context, core, context.RequestAborted);
        var error = caller.IsOk
            ? await AdmitAsync(context, core, caller.Value, scope) ?? await handler(context, core, caller.Value)
            : FailedLogin(context, core, caller.Error);
        if (error is not null)
        {
            await ErrorBody.WriteAsync(context, error);
        }
    };

    /// <summary>A public endpoint, readable from any page.</summary>
    public static RequestDelegate Public(Func<HttpContext, LearnCoinCore, Task<Error?>> handler) => async context =>
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var error = await handler(context, context.RequestServices.GetRequiredService<LearnCoinCore>());
        if (error is not null)
        {
            await ErrorBody.WriteAsync(context, error);
        }
    };

    /// <summary>A public endpoint that does work for anyone: limited by client address. It reads a body of at most <see cref="RequestBody.PublicLimit"/> bytes.</summary>
    public static RequestDelegate PublicLimited(PublicPolicy policy, Func<HttpContext, LearnCoinCore, Task<Error?>> handler) =>
        Public((context, core) =>
        {
            // A page's script sees of these headers only what is named here.
            context.Response.Headers.AccessControlExposeHeaders = "RateLimit, RateLimit-Policy, Retry-After, X-Request-Id";
            return LimitedAsync(context, core, policy, handler);
        });

    /// <summary>As <see cref="PublicLimited"/>, for our own pages alone.</summary>
    public static RequestDelegate Limited(PublicPolicy policy, Func<HttpContext, LearnCoinCore, Task<Error?>> handler) => async context =>
    {
        if (await LimitedAsync(context, context.RequestServices.GetRequiredService<LearnCoinCore>(), policy, handler) is { } error)
        {
            await ErrorBody.WriteAsync(context, error);
        }
    };

    /// <summary>Counts a request of a client address.</summary>
    public static RateDecision Take(HttpContext context, LearnCoinCore core, PublicPolicy policy) =>
        context.RequestServices.GetRequiredService<PublicLimits>().Take(policy, ClientAddress.Of(context, core.Options.Proxy.Hops));

    private static async Task<Error?> LimitedAsync(HttpContext context, LearnCoinCore core, PublicPolicy policy, Func<HttpContext, LearnCoinCore, Task<Error?>> handler)
    {
        var decision = Take(context, core, policy);
        RateLimitHeaders.Set(context, "client", decision);
        return decision.IsAllowed ? await handler(context, core) : RateLimitHeaders.Refusal(decision, "without an API key");
    }

    private static async Task<Error?> AdmitAsync(HttpContext context, LearnCoinCore core, Caller caller, KeyScopes scope)
    {
        var cancellationToken = context.RequestAborted;
        core.ApiKeys.NoteUse(caller.Key);
        var plan = core.Options.Plans.GetValueOrDefault(caller.Tenant.Plan);
        var fault = caller.AccessFault(scope, plan);
        if (plan is null)
        {
            // No plan, no limit to tell of.
            return fault;
        }

        // What is refused before the limit takes no token, and is told of the limit all the same.
        var decision = fault is null
            ? await core.RateLimit.TakeAsync(caller.Tenant.Id, plan.RequestsPerMinute, cancellationToken)
            : await core.RateLimit.PeekAsync(caller.Tenant.Id, plan.RequestsPerMinute, cancellationToken);
        RateLimitHeaders.Set(context, "tenant", decision);
        return fault ?? (decision.IsAllowed ? null : RateLimitHeaders.Refusal(decision, "to the tenant, over all its keys"));
    }

    /// <summary>
    /// Counted by address, and over the limit told so. Only now, and not before the key is looked at: many share an address, and nobody
    /// behind it may shut out those whose keys work.
    /// </summary>
    private static Error FailedLogin(HttpContext context, LearnCoinCore core, Error error)
    {
        var decision = Take(context, core, PublicPolicy.FailedLogins);
        return decision.IsAllowed ? error : RateLimitHeaders.Refusal(decision, "without a working API key");
    }
}
