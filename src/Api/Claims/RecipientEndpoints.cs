using LearnCoin.Api.Http;
using LearnCoin.Api.Pages;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Claims;

/// <summary>Forms of a credential's page: they work without JavaScript, and each leads back to the page.</summary>
internal static class RecipientEndpoints
{
    private const int BodyLimit = 4 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/c/{id}/claim", ClaimAsync);
        routes.MapPost("/c/{id}/erasure-request", context => ForSessionAsync(context, AskForErasureAsync));
        routes.MapPost("/c/{id}/sign-out", context => ForSessionAsync(context, SignOutAsync));
    }

    /// <summary>The code of a mail, typed in. It is the secret itself: another site that could make a browser send it would have to know it.</summary>
    private static async Task ClaimAsync(HttpContext context)
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        context.Response.Headers.CacheControl = "no-store";
        var decision = ApiHandler.Take(context, core, PublicPolicy.Calls);
        var error = decision.IsAllowed ? null : RateLimitHeaders.Refusal(decision, "without an API key");
        if (error is null)
        {
            var form = await RequestBody.ReadFormAsync(context, BodyLimit, context.RequestAborted);
            if (!form.IsOk)
            {
                await ErrorBody.WriteAsync(context, form.Error);
                return;
            }

            var claimed = await ClaimEndpoints.ClaimAsync(context, core, form.Value.GetValueOrDefault("code", ""));
            if (claimed.IsOk)
            {
                SeeOther(context, claimed.Value.Id);
                return;
            }

            error = claimed.Error;
        }

        await RefuseAsync(context, core, error);
    }

    private static async Task RefuseAsync(HttpContext context, LearnCoinCore core, Error error)
    {
        CallNote.Of(context).Error = error.Code;
        if (error.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await PageEndpoints.WriteAsync(context, core, context.GetRouteValue("id") as string ?? "", error);
    }

    /// <summary>Without the session, or without what its own page puts into its forms, nothing is done; the page says what there is.</summary>
    private static async Task ForSessionAsync(HttpContext context, Func<HttpContext, LearnCoinCore, StoredCredential, string, Task> act)
    {
        var core = context.RequestServices.GetRequiredService<LearnCoinCore>();
        context.Response.Headers.CacheControl = "no-store";
        var decision = ApiHandler.Take(context, core, PublicPolicy.Calls);
        if (!decision.IsAllowed)
        {
            await RefuseAsync(context, core, RateLimitHeaders.Refusal(decision, "without an API key"));
            return;
        }

        var form = await RequestBody.ReadFormAsync(context, BodyLimit, context.RequestAborted);
        if (!form.IsOk)
        {
            await ErrorBody.WriteAsync(context, form.Error);
            return;
        }

        if (!CredentialId.TryParse(context.GetRouteValue("id") as string, out var id)
            || await core.Batches.FindCredentialAsync(id, context.RequestAborted) is not ({ } credential, _))
        {
            await PageEndpoints.WriteAsync(context, core, "", null);
            return;
        }

        if (credential.ErasedAt is null
            && await SessionCookie.FindAsync(context, core, id) is { } session
            && SessionCookie.IsFormToken(session, form.Value.GetValueOrDefault("form_token", "")))
        {
            await act(context, core, credential, session);
        }

        SeeOther(context, id);
    }

    private static Task AskForErasureAsync(HttpContext context, LearnCoinCore core, StoredCredential credential, string session) =>
        // Not cancelled with the connection: half of it would be a request for what is erased already.
        core.ErasureRequests.AddAsync(credential, CancellationToken.None);

    private static async Task SignOutAsync(HttpContext context, LearnCoinCore core, StoredCredential credential, string session)
    {
        await core.ClaimSessions.EndAsync(credential.Id, session, CancellationToken.None);
        SessionCookie.Clear(context, core, credential.Id);
    }

    private static void SeeOther(HttpContext context, CredentialId id)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"/c/{id}#recipient";
    }
}
