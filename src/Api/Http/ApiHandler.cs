using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Http;

/// <summary>An endpoint that needs a key. Returns the error to answer, or null when it has answered.</summary>
internal delegate Task<Error?> AuthenticatedHandler(HttpContext context, LearnCoinCore core, Caller caller);

/// <summary>Turns handlers into request delegates: authenticates first, answers errors in the one form.</summary>
internal static class ApiHandler
{
    public static RequestDelegate ForKey(AuthenticatedHandler handler) => async context =>
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        var caller = await Caller.AuthenticateAsync(context, core.ApiKeys, core.Tenants, context.RequestAborted);
        var error = caller.IsOk ? await handler(context, core, caller.Value) : caller.Error;
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
