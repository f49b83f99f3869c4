using System.Text.Json;
using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Revocation;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Credentials;

/// <summary><c>POST /v1/credentials/{id}/revoke</c> and <c>POST /v1/batches/{id}/revoke</c> (spec/api.md).</summary>
internal static class RevocationEndpoints
{
    /// <summary>Largest body, bytes: the longest reason with every character escaped, and room.</summary>
    private const int BodyLimit = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/credentials/{id}/revoke", ApiHandler.ForKey(KeyScopes.CredentialsRevoke, PostCredentialAsync));
        routes.MapPost("/v1/batches/{id}/revoke", ApiHandler.ForKey(KeyScopes.CredentialsRevoke, PostBatchAsync));
    }

    /// <summary>What a credential's GET says of its revocation: the tenant's own words too.</summary>
    public static void Write(Utf8JsonWriter json, CredentialRevocation? revocation, CredentialId? replaces)
    {
        json.WriteTime("revoked_at", revocation?.At);
        if (revocation is null)
        {
            json.WriteNull("revocation");
        }
        else
        {
            json.WriteStartObject("revocation");
            WriteReason(json, revocation);
            json.WriteEndObject();
        }

        json.WriteString("replaced_by", revocation?.ReplacedBy?.Value);
        json.WriteString("replaces", replaces?.Value);
    }

    private static async Task<Error?> PostCredentialAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var (call, body, error) = await ReadAsync(context, caller);
        if (error is not null)
        {
            return error;
        }

        // Not cancelled with the connection: a client that hangs up has still asked.
        var revoked = await core.Revocations.RevokeAsync(call!, AskedId(context), body, CancellationToken.None);
        if (!revoked.IsOk)
        {
            return revoked.Error;
        }

        await IdempotencyHeader.WriteAsync(context, new Core.Idempotency.IdempotentAnswer(StatusCodes.Status200OK, Body(revoked.Value), revoked.Value.Replayed));
        return null;
    }

    private static async Task<Error?> PostBatchAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var (call, body, error) = await ReadAsync(context, caller);
        if (error is not null)
        {
            return error;
        }

        var answer = await core.BatchRevocations.RevokeAsync(call!, AskedId(context), body, Body, CancellationToken.None);
        if (!answer.IsOk)
        {
            return answer.Error;
        }

        await IdempotencyHeader.WriteAsync(context, answer.Value);
        return null;
    }

    private static string AskedId(HttpContext context) => context.GetRouteValue("id") as string ?? "";

    private static async Task<(RevocationCall? Call, ReadOnlyMemory<byte> Body, Error? Error)> ReadAsync(HttpContext context, Caller caller)
    {
        var key = IdempotencyHeader.Read(context);
        if (!key.IsOk)
        {
            return (null, default, key.Error);
        }

        var body = await RequestBody.ReadAsync(context, BodyLimit, context.RequestAborted);
        return body.IsOk
            ? (new RevocationCall(caller.Tenant.Id, caller.Environment, caller.Key.Id.Value, RequestIds.Of(context), key.Value), body.Value, null)
            : (null, default, body.Error);
    }

    private static byte[] Body(RevokedCredential revoked) => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", revoked.Id.Value);
        json.WriteBoolean("revoked", true);
        json.WriteString("revoked_at", ApiJson.Time(revoked.Revocation.At));
        WriteReason(json, revoked.Revocation);
        json.WriteString("replaced_by", revoked.Revocation.ReplacedBy?.Value);
        json.WriteEndObject();
    });

    private static byte[] Body(BatchId id, BatchRevocationCount count) => ApiJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", id.Value);
        json.WriteNumber("revoked", count.Revoked);
        json.WriteNumber("already_revoked", count.AlreadyRevoked);
        json.WriteEndObject();
    });

    private static void WriteReason(Utf8JsonWriter json, CredentialRevocation revocation)
    {
        json.WriteString("reason", revocation.Reason);
        json.WriteString("reason_code", RevocationReasons.Name(revocation.Code));
    }
}
