using LearnCoin.Api.Http;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Batches;

/// <summary>Query of <c>GET /v1/batches</c>: <c>cursor</c>, <c>limit</c> 1 to 100 (25), <c>status</c>.</summary>
internal sealed record BatchListQuery(BatchId? Cursor, int Limit, BatchStatus? Status)
{
    public static Result<BatchListQuery> Read(HttpContext context)
    {
        var query = new KnownQuery(context, "cursor", "limit", "status");
        var result = new BatchListQuery(
            query.Read("cursor", "expected the next_cursor of an earlier page", static text => BatchId.TryParse(text, out var cursor) ? cursor : (BatchId?)null),
            query.Limit(),
            query.Read("status", "expected pending, signed, anchored or failed", static text => BatchStatuses.TryParse(text, out var status) ? status : (BatchStatus?)null));
        return query.Fault is null ? result : query.Fault;
    }
}
