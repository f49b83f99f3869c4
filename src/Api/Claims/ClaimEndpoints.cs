using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Claims;

/// <summary><c>POST /v1/claims</c> of recipients, and what tenants do about claims (spec/api.md, "Claims").</summary>
internal static class ClaimEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // Not for other pages' scripts: what it sets is a cookie of ours.
        routes.MapPost("/v1/claims", ApiHandler.Limited(PublicPolicy.Calls, PostAsync));
        // Who sends credentials has them delivered.
        routes.MapPost("/v1/credentials/{id}/resend-claim", ApiHandler.ForKey(KeyScopes.BatchesWrite, ResendAsync));
        routes.MapRead("/v1/erasure-requests", ApiHandler.ForKey(KeyScopes.CredentialsErase, ListAsync));
    }

    /// <summary>Claims, and gives the browser its session; limited by credential, whichever way the token came.</summary>
    public static async Task<Result<ClaimedCredential>> ClaimAsync(HttpContext context, LearnCoinCore core, string token)
    {
        var limits = context.RequestServices.GetRequiredService<PublicLimits>();
        // Not cancelled with the connection: a recipient who hangs up has still claimed.
        var claimed = await core.Claims.ClaimAsync(token, id => Refusal(limits.Take(PublicPolicy.ClaimsOfCredential, id.Value), "of one credential"), CancellationToken.None);
        if (claimed.IsOk)
        {
            SessionCookie.Set(context, core, claimed.Value);
        }

        return claimed;
    }

    private static async Task<Error?> PostAsync(HttpContext context, LearnCoinCore core)
    {
        context.Response.Headers.CacheControl = "no-store";
        var body = await RequestBody.ReadAsync(context, RequestBody.PublicLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var token = ClaimRequest.Read(body.Value);
        if (!token.IsOk)
        {
            return token.Error;
        }

        var claimed = await ClaimAsync(context, core, token.Value);
        if (!claimed.IsOk)
        {
            return claimed.Error;
        }

        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("credential_id", claimed.Value.Id.Value);
            json.WriteString("verify_url", core.Urls.Page(claimed.Value.Id));
            json.WriteString("claimed_at", ApiJson.Time(claimed.Value.ClaimedAt));
            json.WriteEndObject();
        });
        return null;
    }

    private static async Task<Error?> ResendAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var limits = context.RequestServices.GetRequiredService<PublicLimits>();
        var call = new ResendCall(caller.Tenant.Id, caller.Environment, caller.Key.Id.Value, RequestIds.Of(context));
        var resent = await core.ClaimResends.ResendAsync(
            call,
            context.GetRouteValue("id") as string ?? "",
            address => Refusal(limits.Take(PublicPolicy.MailsToAddress, $"{caller.Tenant.Id} {address.ToUpperInvariant()}"), "to one address"),
            CancellationToken.None);
        if (!resent.IsOk)
        {
            return resent.Error;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", resent.Value.Id.Value);
            // Where there is nothing to claim the call was refused.
            json.WriteString("claim_state", CredentialStates.LinkState(resent.Value, core.Time.GetUtcNow()));
            json.WriteString("claim_mail", "queued");
            json.WriteEndObject();
        });
        return null;
    }

    private static async Task<Error?> ListAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var query = new KnownQuery(context, "cursor", "limit");
        var cursor = query.Read("cursor", "expected the next_cursor of an earlier page", static text => CredentialId.TryParse(text, out var id) ? id : (CredentialId?)null);
        var limit = query.Limit();
        if (query.Fault is not null)
        {
            return query.Fault;
        }

        var (found, next) = await core.ErasureRequests.ListAsync(caller.Tenant.Id, caller.Environment, limit, cursor, context.RequestAborted);
        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var request in found)
            {
                json.WriteStartObject();
                json.WriteString("credential_id", request.Credential.Value);
                json.WriteString("requested_at", ApiJson.Time(request.RequestedAt));
                json.WriteString("verify_url", core.Urls.Page(request.Credential));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next_cursor", next?.Value);
            json.WriteBoolean("has_more", next is not null);
            json.WriteEndObject();
        });
        return null;
    }

    private static Error? Refusal(Core.RateLimits.RateDecision decision, string whose) =>
        decision.IsAllowed ? null : RateLimitHeaders.Refusal(decision, whose);
}
