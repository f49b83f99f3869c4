using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Credentials;

/// <summary><c>POST /v1/credentials/{id}/erase</c> (spec/api.md, "Credentials").</summary>
internal static class ErasureEndpoints
{
    private const int BodyLimit = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/credentials/{id}/erase", ApiHandler.ForKey(KeyScopes.CredentialsErase, PostAsync));

    private static async Task<Error?> PostAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var key = IdempotencyHeader.Read(context);
        if (!key.IsOk)
        {
            return key.Error;
        }

        var body = await RequestBody.ReadAsync(context, BodyLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var call = new ErasureCall(caller.Tenant.Id, caller.Environment, caller.Key.Id.Value, RequestIds.Of(context), key.Value);
        // Not cancelled with the connection: a client that hangs up has still asked.
        var answer = await core.Erasure.EraseAsync(
            call, context.GetRouteValue("id") as string ?? "", body.Value, Answer, CancellationToken.None);
        if (!answer.IsOk)
        {
            return answer.Error;
        }

        await IdempotencyHeader.WriteAsync(context, answer.Value);
        return null;
    }

    private static byte[] Answer(ErasureRecord erasure) => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", erasure.Credential.Value);
        json.WriteBoolean("erased", true);
        json.WriteString("erased_at", ApiJson.Time(erasure.ErasedAt));
        json.WriteString("verification_status_after_erasure", "verifiable");
        json.WriteEndObject();
    });
}
