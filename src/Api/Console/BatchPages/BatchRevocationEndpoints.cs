using System.Text.Json;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.BatchPages;

/// <summary><c>/console/batches/{id}/revoke</c>: asks first, then does what <c>POST /v1/batches/{id}/revoke</c> does.</summary>
internal static class BatchRevocationEndpoints
{
    private const string Pattern = BatchPagesEndpoints.Path + "/{id}/revoke";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<BatchRevocationPage, BatchRevocationForm>(Pattern, KeyScopes.CredentialsRevoke, AskAsync);
        routes.MapTenantAction(Pattern, KeyScopes.CredentialsRevoke, PostAsync);
    }

    private static async Task<Result<BatchRevocationForm>> AskAsync(ConsoleCall call)
    {
        var found = await BatchPagesEndpoints.FindAsync(call);
        return found.IsOk ? new BatchRevocationForm(found.Value, "", "", []) : found.Error;
    }

    private static async Task<ConsoleAnswer> PostAsync(ConsoleCall call, ConsoleForm form)
    {
        var found = await BatchPagesEndpoints.FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var revocation = new RevocationCall(call.Tenant.Id, call.Environment, call.Actor, call.RequestId, null);
        // Not cancelled with the connection: what is begun is finished.
        var answer = await call.Core.BatchRevocations.RevokeAsync(revocation, found.Value.Id.Value, Body(form), Counts, CancellationToken.None);
        if (!answer.IsOk)
        {
            return answer.Error.Details.Count == 0
                ? answer.Error
                : ConsoleAnswer.Show<BatchRevocationPage, BatchRevocationForm>(
                    new BatchRevocationForm(found.Value, form["reason_code"], form["reason"], Fields.Of(answer.Error)), StatusCodes.Status422UnprocessableEntity);
        }

        using var counts = JsonDocument.Parse(answer.Value.Body);
        var texts = call.Texts("console-batches");
        var told = texts["revoked", ("revoked", texts.Number(counts.RootElement[0].GetInt32())), ("before", texts.Number(counts.RootElement[1].GetInt32()))];
        return ConsoleAnswer.See($"{BatchPagesEndpoints.Path}/{found.Value.Id}", NoticeTone.Good, told);
    }

    private static byte[] Body(ConsoleForm form) => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("reason", form["reason"]);
        json.WriteString("reason_code", form["reason_code"]);
        json.WriteEndObject();
    });

    private static byte[] Counts(BatchId id, BatchRevocationCount count) => ApiJson.Bytes(json =>
    {
        json.WriteStartArray();
        json.WriteNumberValue(count.Revoked);
        json.WriteNumberValue(count.AlreadyRevoked);
        json.WriteEndArray();
    });
}
