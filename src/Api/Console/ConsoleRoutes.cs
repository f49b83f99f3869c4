using LearnCoin.Api.Http;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console;

/// <summary>Who a route of the console is for.</summary>
internal enum ConsoleAudience
{
    Anyone,
    SignedIn,
    Tenant,
    Operator,
}

/// <summary>What a route of the console asks for.</summary>
/// <param name="Audience">Who.</param>
/// <param name="Scope">Of tenants: what their key must be allowed to do.</param>
internal sealed record ConsoleRoute(ConsoleAudience Audience, KeyScopes Scope);

/// <summary>
/// The way to add a page or a form to the console: sessions, scopes, limits, headers and the checks of forms are the business of
/// <see cref="ConsoleGate"/>. Handlers answer what is another tenant's as what is not there.
/// </summary>
internal static class ConsoleRoutes
{
    /// <summary>A page for tenants.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">Under <c>/console</c>.</param>
    /// <param name="scope">What the key must be allowed to do, as the API asks for the same.</param>
    /// <param name="read">Gives the page's model, or the error to show.</param>
    /// <param name="policy">Content-Security-Policy; null: that of pages with scripts and forms.</param>
    public static void MapTenantPage<TPage, TModel>(
        this IEndpointRouteBuilder routes, string pattern, KeyScopes scope, Func<ConsoleCall, Task<Result<TModel>>> read, string? policy = null)
        where TPage : ConsolePage<TModel> =>
        routes.MapTenantRead(pattern, scope, Shown<TPage, TModel>(read, policy));

    /// <summary>What tenants read that is not simply a page: a file, a part of a page.</summary>
    public static void MapTenantRead(this IEndpointRouteBuilder routes, string pattern, KeyScopes scope, Func<ConsoleCall, Task<ConsoleAnswer>> read) =>
        Read(routes, pattern, new ConsoleRoute(ConsoleAudience.Tenant, scope), read);

    /// <summary>A form of tenants.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">Under <c>/console</c>.</param>
    /// <param name="scope">What the key must be allowed to do.</param>
    /// <param name="act">Does it. Called only with a form of ours.</param>
    /// <param name="limit">Largest body, bytes.</param>
    public static void MapTenantAction(
        this IEndpointRouteBuilder routes, string pattern, KeyScopes scope, Func<ConsoleCall, ConsoleForm, Task<ConsoleAnswer>> act, int limit = ConsoleForm.DefaultLimit) =>
        Act(routes, pattern, new ConsoleRoute(ConsoleAudience.Tenant, scope), act, limit);

    /// <summary>A page for operators.</summary>
    public static void MapOperatorPage<TPage, TModel>(
        this IEndpointRouteBuilder routes, string pattern, Func<ConsoleCall, Task<Result<TModel>>> read, string? policy = null)
        where TPage : ConsolePage<TModel> =>
        routes.MapOperatorRead(pattern, Shown<TPage, TModel>(read, policy));

    /// <summary>What operators read that is not simply a page.</summary>
    public static void MapOperatorRead(this IEndpointRouteBuilder routes, string pattern, Func<ConsoleCall, Task<ConsoleAnswer>> read) =>
        Read(routes, pattern, new ConsoleRoute(ConsoleAudience.Operator, KeyScopes.None), read);

    /// <summary>A form of operators.</summary>
    public static void MapOperatorAction(
        this IEndpointRouteBuilder routes, string pattern, Func<ConsoleCall, ConsoleForm, Task<ConsoleAnswer>> act, int limit = ConsoleForm.DefaultLimit) =>
        Act(routes, pattern, new ConsoleRoute(ConsoleAudience.Operator, KeyScopes.None), act, limit);

    /// <summary>What whoever is signed in reads.</summary>
    public static void MapSignedInRead(this IEndpointRouteBuilder routes, string pattern, Func<ConsoleCall, Task<ConsoleAnswer>> read) =>
        Read(routes, pattern, new ConsoleRoute(ConsoleAudience.SignedIn, KeyScopes.None), read);

    /// <summary>A form of whoever is signed in.</summary>
    public static void MapSignedInAction(this IEndpointRouteBuilder routes, string pattern, Func<ConsoleCall, ConsoleForm, Task<ConsoleAnswer>> act) =>
        Act(routes, pattern, new ConsoleRoute(ConsoleAudience.SignedIn, KeyScopes.None), act, ConsoleForm.DefaultLimit);

    private static Func<ConsoleCall, Task<ConsoleAnswer>> Shown<TPage, TModel>(Func<ConsoleCall, Task<Result<TModel>>> read, string? policy)
        where TPage : ConsolePage<TModel> => async call =>
        {
            var model = await read(call);
            return model.IsOk ? ConsoleAnswer.Show<TPage, TModel>(model.Value, policy: policy) : model.Error;
        };

    private static void Read(IEndpointRouteBuilder routes, string pattern, ConsoleRoute route, Func<ConsoleCall, Task<ConsoleAnswer>> read) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], ConsoleGate.Of(route, read)).WithMetadata(route);

    private static void Act(IEndpointRouteBuilder routes, string pattern, ConsoleRoute route, Func<ConsoleCall, ConsoleForm, Task<ConsoleAnswer>> act, int limit) =>
        routes.MapPost(pattern, ConsoleGate.OfForm(route, act, limit)).WithMetadata(route);
}
