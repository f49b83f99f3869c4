using LearnCoin.Api.Batches;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.CredentialPages;

/// <summary><c>/console/credentials</c> and <c>/console/erasure-requests</c>: what the API tells of credentials, for people.</summary>
internal static class CredentialPagesEndpoints
{
    public const string Path = "/console/credentials";
    public const string RequestsPath = "/console/erasure-requests";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<CredentialsPage, CredentialsFound>(Path, KeyScopes.CredentialsRead, ListAsync);
        // Not by the address: what is searched for may be a person's number, and addresses are kept in histories and logs.
        routes.MapTenantAction(Path, KeyScopes.CredentialsRead, SearchAsync);
        routes.MapTenantPage<CredentialPage, CredentialDetail>(Path + "/{id}", KeyScopes.CredentialsRead, DetailAsync);
        routes.MapTenantPage<ErasureRequestsPage, ErasureRequestList>(RequestsPath, KeyScopes.CredentialsErase, RequestsAsync);
        CredentialActions.Map(routes);
    }

    /// <returns>The tenant's own credential; credential_not_found, or environment_mismatch.</returns>
    public static async Task<Result<(StoredCredential Credential, Batch Batch)>> FindAsync(ConsoleCall call)
    {
        var found = CredentialId.TryParse(call.Route("id"), out var id)
            ? await call.Core.Batches.FindCredentialAsync(id, call.Tenant.Id, call.Aborted)
            : null;
        return found is not { } pair ? new Error(ErrorCode.CredentialNotFound, "No credential with that id exists for this tenant")
            : pair.Batch.Environment != call.Environment ? BatchEndpoints.WrongEnvironment()
            : pair;
    }

    private static async Task<Result<CredentialsFound>> ListAsync(ConsoleCall call)
    {
        CredentialId? cursor = null;
        if (call.Query("cursor") is { } text)
        {
            if (!CredentialId.TryParse(text, out var id))
            {
                return ConsoleList.BadAddress("cursor");
            }

            cursor = id;
        }

        var (found, next) = await call.Core.Credentials.ReadAsync(
            new CredentialQuery(call.Tenant.Id, call.Environment, null, null, cursor, ConsoleList.PageSize), call.Aborted);
        return new CredentialsFound(found, next, cursor is null);
    }

    private static async Task<ConsoleAnswer> SearchAsync(ConsoleCall call, ConsoleForm form)
    {
        var text = form["q"];
        if (text.Length == 0)
        {
            return ConsoleAnswer.See(Path);
        }

        if (CredentialId.TryParse(text, out var credential))
        {
            return ConsoleAnswer.See($"{Path}/{credential}");
        }

        var recipient = CredentialInputForms.RecipientId(text);
        var reference = recipient is null ? CredentialInputForms.ExternalId(text) : null;
        if (recipient is null && reference is null)
        {
            return ConsoleAnswer.Show<CredentialsPage, CredentialsFound>(new CredentialsFound([], null, true, text, true), StatusCodes.Status422UnprocessableEntity);
        }

        CredentialId? cursor = CredentialId.TryParse(form["cursor"], out var after) ? after : null;
        var (found, next) = await call.Core.Credentials.ReadAsync(
            new CredentialQuery(call.Tenant.Id, call.Environment, recipient, reference, cursor, ConsoleList.PageSize), call.Aborted);
        return ConsoleAnswer.Show<CredentialsPage, CredentialsFound>(new CredentialsFound(found, next, cursor is null, text));
    }

    private static async Task<Result<CredentialDetail>> DetailAsync(ConsoleCall call)
    {
        var found = await FindAsync(call);
        return found.IsOk ? await CredentialDetail.OfAsync(call, found.Value.Credential, found.Value.Batch) : found.Error;
    }

    private static async Task<Result<ErasureRequestList>> RequestsAsync(ConsoleCall call)
    {
        CredentialId? cursor = CredentialId.TryParse(call.Query("cursor"), out var after) ? after : null;
        var (requests, next) = await call.Core.ErasureRequests.ListAsync(call.Tenant.Id, call.Environment, ConsoleList.PageSize, cursor, call.Aborted);
        return new ErasureRequestList(requests, next, cursor is null);
    }
}
