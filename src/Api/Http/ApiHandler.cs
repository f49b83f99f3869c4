using LearnCoin.Core;
using LearnCoin.Core.Kernel;
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

    /// <param name="scope">What the key must be allowed to do; None: any key will do.</param>
    /// <param name="handler">Called with the authenticated caller.</param>
    public static RequestDelegate ForKey(KeyScopes scope, AuthenticatedHandler handler) => async context =>
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        // What a key opens is for its holder alone.
        context.Response.Headers.CacheControl = "no-store";
        CallNote.Of(context).NeedsKey = true;
        var caller = await Caller.AuthenticateAsync(context, core, context.RequestAborted);
        var error = caller.IsOk ? caller.Value.ScopeFault(scope) ?? await handler(context, core, caller.Value) : caller.Error;
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
}
