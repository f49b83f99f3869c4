using System.Text.Json;
using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Public;

/// <summary>
/// <c>POST /v1/credentials/verify</c>: the check list of the verification page as JSON, of a signed document or of a credential by its id.
/// Asks for no key, and may be called from any page.
/// </summary>
internal static class VerifyEndpoint
{
    private const string Pattern = "/v1/credentials/verify";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Pattern, ApiHandler.PublicLimited(PublicPolicy.Verify, PostAsync));
        // Browsers ask first: JSON is not among the types that a page may send without.
        routes.MapMethods(Pattern, [HttpMethods.Options], ApiHandler.Public(static (context, _) =>
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowMethods = HttpMethods.Post;
            headers.AccessControlAllowHeaders = "Content-Type";
            headers.AccessControlMaxAge = "86400";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.FromResult<Error?>(null);
        }));
    }

    private static async Task<Error?> PostAsync(HttpContext context, LearnCoinCore core)
    {
        context.Response.Headers.CacheControl = "no-store";
        var body = await RequestBody.ReadAsync(context, RequestBody.PublicLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var read = VerifyRequest.Read(body.Value);
        if (!read.IsOk)
        {
            return read.Error;
        }

        return read.Value.Credential is { } id
            ? await OfCredentialAsync(context, core, id)
            : await WriteAsync(context, core, await core.Reports.VerifyAsync(body.Value, context.RequestAborted), body.Value, null);
    }

    private static async Task<Error?> OfCredentialAsync(HttpContext context, LearnCoinCore core, CredentialId id)
    {
        if (await core.Batches.FindCredentialAsync(id, context.RequestAborted) is not { } found)
        {
            return new Error(ErrorCode.CredentialNotFound, "/id: no credential with that id exists");
        }

        var (credential, batch) = found;
        if (await core.Documents.ReadAsync(credential, batch, context.RequestAborted) is not { } document)
        {
            return await WriteAsync(context, core, VerificationReport.NotSigned(batch.Status == BatchStatus.Failed), default, id);
        }

        // What the page shows is kept for a while; before the anchor the next look may find more.
        var report = batch.Status == BatchStatus.Anchored
            ? await core.Reports.TryOfAsync(id, document, credential.RevokedAt is not null, context.RequestAborted)
            : await core.Reports.VerifyAsync(document, context.RequestAborted);
        return await WriteAsync(context, core, report, document, id);
    }

    private static async Task<Error?> WriteAsync(
        HttpContext context, LearnCoinCore core, Result<VerificationReport> report, ReadOnlyMemory<byte> document, CredentialId? id)
    {
        if (!report.IsOk)
        {
            return report.Error;
        }

        using var parsed = document.IsEmpty ? null : JsonDocument.Parse(document);
        await Json.WriteAsync(context, json => VerificationJson.Write(json, core, report.Value, parsed?.RootElement, id));
        return null;
    }
}
