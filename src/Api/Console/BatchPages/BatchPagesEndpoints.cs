using System.Globalization;
using LearnCoin.Api.Batches;
using LearnCoin.Api.Console.Csv;
using LearnCoin.Api.Http;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Console.BatchPages;

/// <summary><c>/console/batches</c>: what <c>/v1/batches</c> tells, for people.</summary>
internal static class BatchPagesEndpoints
{
    public const string Path = "/console/batches";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapTenantPage<BatchesPage, BatchList>(Path, KeyScopes.BatchesRead, ListAsync);
        routes.MapTenantPage<BatchPage, BatchDetail>(Path + "/{id}", KeyScopes.BatchesRead, DetailAsync);
        routes.MapTenantRead(Path + "/{id}/recipients.csv", KeyScopes.CredentialsRead, DownloadAsync);
        BatchRevocationEndpoints.Map(routes);
    }

    /// <returns>The tenant's own batch; batch_not_found, or environment_mismatch.</returns>
    public static async Task<Result<Batch>> FindAsync(ConsoleCall call)
    {
        var batch = BatchId.TryParse(call.Route("id"), out var id) ? await call.Core.Batches.FindAsync(id, call.Aborted) : null;
        return batch is null || batch.Tenant != call.Tenant.Id ? new Error(ErrorCode.BatchNotFound, "No batch with that id exists for this tenant")
            : batch.Environment != call.Environment ? BatchEndpoints.WrongEnvironment()
            : batch;
    }

    private static async Task<Result<BatchList>> ListAsync(ConsoleCall call)
    {
        BatchStatus? status = null;
        if (call.Query("status") is { } name)
        {
            if (!BatchStatuses.TryParse(name, out var known))
            {
                return ConsoleList.BadAddress("status");
            }

            status = known;
        }

        BatchId? cursor = null;
        if (call.Query("cursor") is { } text)
        {
            if (!BatchId.TryParse(text, out var id))
            {
                return ConsoleList.BadAddress("cursor");
            }

            cursor = id;
        }

        var (batches, next) = await call.Core.Batches.ListAsync(call.Tenant.Id, call.Environment, status, ConsoleList.PageSize, cursor, call.Aborted);
        return new BatchList(batches, status, next, cursor is null);
    }

    private static async Task<Result<BatchDetail>> DetailAsync(ConsoleCall call)
    {
        var found = await FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var from = int.TryParse(call.Query("from"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, found.Value.Count - 1) : 0;
        var credentials = (await call.Core.Batches.CredentialsAsync(found.Value.Id, withContent: false, call.Aborted)).OrderBy(static credential => credential.Index);
        var view = await call.Core.BatchViews.OfAsync(found.Value, call.Aborted);
        return new BatchDetail(view, [.. credentials.Skip(from).Take(ConsoleList.PageSize)], from, call.Core.Time.GetUtcNow());
    }

    /// <summary>Whose the recipients' ids are: what the tenant keeps, since the signed documents name nobody.</summary>
    private static async Task<ConsoleAnswer> DownloadAsync(ConsoleCall call)
    {
        var found = await FindAsync(call);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var credentials = (await call.Core.Batches.CredentialsAsync(found.Value.Id, withContent: false, call.Aborted)).OrderBy(static credential => credential.Index);
        var file = CsvWriting.ForSpreadsheet(
            ["recipient_id", "recipient_name", "email", "external_id", "credential_id", "verify_url"],
            credentials.Where(static credential => credential.ErasedAt is null).Select(credential => (IReadOnlyList<string>)
            [
                credential.RecipientId ?? "", credential.RecipientName ?? "", credential.RecipientEmail ?? "", credential.ExternalId ?? "",
                credential.Id.Value, call.Core.Urls.Page(credential.Id),
            ]));
        call.Context.Response.Headers.ContentDisposition = $"attachment; filename=\"recipients-{found.Value.Id}.csv\"";
        await Json.WriteAsync(call.Context, file, "text/csv; charset=utf-8");
        return ConsoleAnswer.Given;
    }
}
