using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Batches;

/// <summary><c>/v1/batches</c> (spec/api.md, "Batches").</summary>
internal static class BatchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/batches", ApiHandler.ForKey(KeyScopes.BatchesWrite, PostAsync));
        routes.MapRead("/v1/batches", ApiHandler.ForKey(KeyScopes.BatchesRead, ListAsync));
        routes.MapRead("/v1/batches/{id}", ApiHandler.ForKey(KeyScopes.BatchesRead, GetAsync));
    }

    private static async Task<Error?> PostAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        // Refused rather than ignored: whoever asks for a dry run, misspelt or not, must not find the batch issued.
        var query = new KnownQuery(context, "dry_run");
        var isDryRun = query.Read("dry_run", "expected true or false; nothing was stored", static text => text switch { "true" => true, "false" => false, _ => (bool?)null });
        if (query.Fault is not null)
        {
            return query.Fault;
        }

        var key = IdempotencyHeader.Read(context);
        if (!key.IsOk)
        {
            return key.Error;
        }

        var body = await RequestBody.ReadAsync(context, RequestBody.BatchLimit, context.RequestAborted);
        if (!body.IsOk)
        {
            return body.Error;
        }

        var sender = new BatchSender(caller.Tenant, caller.Environment);
        if (isDryRun == true)
        {
            var preview = await core.Intake.PreviewAsync(sender, body.Value, context.RequestAborted);
            if (preview.IsOk)
            {
                await Json.WriteAsync(context, json => BatchJson.Write(json, preview.Value));
            }

            return preview.Error;
        }

        // Not cancelled with the connection: a client that hangs up has still sent a batch.
        var answer = await core.Intake.AcceptAsync(sender, key.Value, body.Value, BatchJson.Accepted, CancellationToken.None);
        if (!answer.IsOk)
        {
            return answer.Error;
        }

        await IdempotencyHeader.WriteAsync(context, answer.Value);
        return null;
    }

    private static async Task<Error?> GetAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var batch = BatchId.TryParse(context.GetRouteValue("id") as string, out var id)
            ? await core.Batches.FindAsync(id, context.RequestAborted)
            : null;
        if (batch is null || batch.Tenant != caller.Tenant.Id)
        {
            return new Error(ErrorCode.BatchNotFound, "No batch with that id exists for this tenant");
        }

        if (batch.Environment != caller.Environment)
        {
            return WrongEnvironment();
        }

        var credentials = await core.Batches.CredentialsAsync(id, withContent: false, context.RequestAborted);
        var view = await core.BatchViews.OfAsync(batch, context.RequestAborted);
        await Json.WriteAsync(context, json => view.Write(json, () => BatchView.WriteCredentials(json, batch, credentials, core.Urls, core.Time.GetUtcNow())));
        return null;
    }

    private static async Task<Error?> ListAsync(HttpContext context, LearnCoinCore core, Caller caller)
    {
        var query = BatchListQuery.Read(context);
        if (!query.IsOk)
        {
            return query.Error;
        }

        var (cursor, limit, status) = query.Value;
        var (batches, next) = await core.Batches.ListAsync(caller.Tenant.Id, caller.Environment, status, limit, cursor, context.RequestAborted);
        var views = new List<BatchView>(batches.Count);
        foreach (var batch in batches)
        {
            views.Add(await core.BatchViews.OfAsync(batch, context.RequestAborted));
        }

        await Json.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            views.ForEach(view => view.Write(json));

            json.WriteEndArray();
            json.WriteString("next_cursor", next?.Value);
            json.WriteBoolean("has_more", next is not null);
            json.WriteEndObject();
        });
        return null;
    }

    /// <summary>403 of a thing that is the tenant's own, but of its other environment.</summary>
    internal static Error WrongEnvironment() => new(ErrorCode.EnvironmentMismatch, "This belongs to the tenant's other environment: use a key of that environment");
}
