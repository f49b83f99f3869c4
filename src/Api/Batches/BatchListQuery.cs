using System.Globalization;
using LearnCoin.Api.Http;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Batches;

/// <summary>Query of <c>GET /v1/batches</c>: <c>cursor</c>, <c>limit</c> 1 to 100 (25), <c>status</c>.</summary>
internal sealed record BatchListQuery(BatchId? Cursor, int Limit, BatchStatus? Status)
{
    private const int DefaultPage = 25;
    private const int LargestPage = 100;

    public static Result<BatchListQuery> Read(HttpContext context)
    {
        var (cursorText, limitText, statusText) = (QueryText.Read(context, "cursor"), QueryText.Read(context, "limit"), QueryText.Read(context, "status"));
        if ((cursorText.Error ?? limitText.Error ?? statusText.Error) is { } fault)
        {
            return fault;
        }

        var (cursor, limit, status) = (default(BatchId), DefaultPage, default(BatchStatus));
        if (cursorText.Value is { } givenCursor && !BatchId.TryParse(givenCursor, out cursor))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "cursor: expected the next_cursor of an earlier page");
        }

        if (limitText.Value is { } givenLimit
            && (!int.TryParse(givenLimit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"limit: expected a whole number from 1 to {LargestPage}");
        }

        if (statusText.Value is { } givenStatus && !BatchStatuses.TryParse(givenStatus, out status))
        {
            return new Error(ErrorCode.InvalidFieldFormat, "status: expected pending, signed, anchored or failed");
        }

        return new BatchListQuery(cursorText.Value is null ? null : cursor, limit, statusText.Value is null ? null : status);
    }
}
