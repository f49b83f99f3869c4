using LearnCoin.Api.Http;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Console.CredentialPages;

/// <summary>What a tenant does with a credential: revoke, erase, send its claim mail again. Each as the API's endpoint of that name does it.</summary>
internal static class CredentialActions
{
    private const string Revoke = CredentialPagesEndpoints.Path + "/{id}/revoke";
    private const string Erase = CredentialPagesEndpoints.Path + "/{id}/erase";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<RevocationPage, RevocationForm>(Revoke, KeyScopes.CredentialsRevoke, AskRevocationAsync);
        routes.MapTenantAction(Revoke, KeyScopes.CredentialsRevoke, RevokeAsync);
        routes.MapTenantPage<ErasurePage, ErasureForm>(Erase, KeyScopes.CredentialsErase, AskErasureAsync);
        routes.MapTenantAction(Erase, KeyScopes.CredentialsErase, EraseAsync);
        routes.MapTenantAction(CredentialPagesEndpoints.Path + "/{id}/resend", KeyScopes.BatchesWrite, ResendAsync);
    }

    private static async Task<Result<RevocationForm>> AskRevocationAsync(ConsoleCall call)
    {
        var found = await CredentialPagesEndpoints.FindAsync(call);
        return found.IsOk ? new RevocationForm(found.Value.Credential.Id, "", "", "", []) : found.Error;
    }

    private static async Task<ConsoleAnswer> RevokeAsync(ConsoleCall call, ConsoleForm form)
    {
        var found = await CredentialPagesEndpoints.FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var id = found.Value.Credential.Id;
        var body = ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("reason", form["reason"]);
            json.WriteString("reason_code", form["reason_code"]);
            json.WriteString("replaced_by", form.Text("replaced_by"));
            json.WriteEndObject();
        });
        var revocation = new RevocationCall(call.Tenant.Id, call.Environment, call.Actor, call.RequestId, null);
        // Not cancelled with the connection: what is begun is finished.
        var revoked = await call.Core.Revocations.RevokeAsync(revocation, id.Value, body, CancellationToken.None);
        return revoked.IsOk ? Told(call, id, NoticeTone.Good, "revoked")
            : revoked.Error.Details.Count == 0 ? Refused(call, id, revoked.Error)
            : ConsoleAnswer.Show<RevocationPage, RevocationForm>(
                new RevocationForm(id, form["reason_code"], form["reason"], form["replaced_by"], Fields.Of(revoked.Error)), StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Result<ErasureForm>> AskErasureAsync(ConsoleCall call)
    {
        var found = await CredentialPagesEndpoints.FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var requestedAt = await RequestedAtAsync(call, found.Value.Credential.Id);
        return new ErasureForm(found.Value.Credential.Id, requestedAt is null ? "" : "recipient", "", requestedAt, []);
    }

    private static async Task<ConsoleAnswer> EraseAsync(ConsoleCall call, ConsoleForm form)
    {
        var found = await CredentialPagesEndpoints.FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var id = found.Value.Credential.Id;
        var again = new ErasureForm(id, form["requester"], form["verified_at"], await RequestedAtAsync(call, id), []);
        if (!form["confirm"].Equals(again.Confirmation, StringComparison.OrdinalIgnoreCase))
        {
            return Shown(again with { Faults = ["confirm"] });
        }

        var body = ApiJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("requester", form["requester"]);
            json.WriteString("verified_at", Utc(form["verified_at"]));
            json.WriteEndObject();
        });
        var erasure = new ErasureCall(call.Tenant.Id, call.Environment, call.Actor, call.RequestId, null);
        var erased = await call.Core.Erasure.EraseAsync(erasure, id.Value, body, static _ => [], CancellationToken.None);
        return erased.IsOk ? Told(call, id, NoticeTone.Good, "erased.done")
            : erased.Error.Details.Count == 0 ? Refused(call, id, erased.Error)
            : Shown(again with { Faults = Fields.Of(erased.Error) });
    }

    private static async Task<ConsoleAnswer> ResendAsync(ConsoleCall call, ConsoleForm form)
    {
        var found = await CredentialPagesEndpoints.FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var id = found.Value.Credential.Id;
        var limits = call.Context.RequestServices.GetRequiredService<PublicLimits>();
        var resent = await call.Core.ClaimResends.ResendAsync(
            new ResendCall(call.Tenant.Id, call.Environment, call.Actor, call.RequestId),
            id.Value,
            address => limits.Take(PublicPolicy.MailsToAddress, $"{call.Tenant.Id} {address.ToUpperInvariant()}") is { IsAllowed: false } refused
                ? RateLimitHeaders.Refusal(refused, "to one address")
                : null,
            CancellationToken.None);
        return resent.IsOk
            ? Told(call, id, NoticeTone.Good, found.Value.Batch.Status == BatchStatus.Anchored ? "resent" : "resend.soon")
            : Refused(call, id, resent.Error);
    }

    private static async Task<DateTimeOffset?> RequestedAtAsync(ConsoleCall call, CredentialId id) =>
        (await call.Core.ErasureRequests.FindAsync(call.Tenant.Id, call.Environment, id, call.Aborted))?.RequestedAt;

    private static ConsoleAnswer Shown(ErasureForm form) => ConsoleAnswer.Show<ErasurePage, ErasureForm>(form, StatusCodes.Status422UnprocessableEntity);

    private static ConsoleAnswer Told(ConsoleCall call, CredentialId id, NoticeTone tone, string name) =>
        ConsoleAnswer.See(PlaceOf(call, id), tone, call.Texts("console-credentials")[name, ("id", id.Value)]);

    /// <summary>What the state of the credential does not allow (a double click, too) is told on its page.</summary>
    private static ConsoleAnswer Refused(ConsoleCall call, CredentialId id, Error error) =>
        ConsoleAnswer.See(PlaceOf(call, id), NoticeTone.Bad, call.Texts("console-credentials").Find("error." + error.Code.Name) ?? Refusals.Sentence(error, call.Language));

    // A key may be allowed to do it and not to look.
    private static string PlaceOf(ConsoleCall call, CredentialId id) =>
        call.Scopes.HasFlag(KeyScopes.CredentialsRead) ? $"{CredentialPagesEndpoints.Path}/{id}" : ConsoleNavigation.Home;

    /// <summary>Browsers give a local date and time without seconds; the form says that it is UTC.</summary>
    private static string Utc(string time) => time.Length switch
    {
        16 => time + ":00Z",
        19 => time + "Z",
        _ => time,
    };
}
