using LearnCoin.Core;
using LearnCoin.Core.Alerts;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Http;

/// <summary>
/// Enters calls into the request log after they were answered: those that present a key or meet a route that asks for one, and whatever
/// else of <c>/v1</c> was refused, of strangers as many a minute and address as they may make calls. Tells the operators of every <c>internal_error</c>.
/// </summary>
internal sealed class CallRecorder(RequestDelegate next, LearnCoinCore core, RequestLogWriter log, PublicLimits limits, TimeProvider time)
{
    /// <summary>The caller left before there was an answer: no status of RFC 9110; 499 as proxies write it.</summary>
    private const int CallerLeft = 499;

    // A method is free text in HTTP.
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

    // Ids of ours that a path may hold. Anything else in its place is what a caller made up, and is not kept.
    private static readonly HashSet<string> Prefixes = new(StringComparer.Ordinal) { "bat_", "crd_", "tnt_", "key_", "whk_", "dlv_", "evt_" };

    public async Task InvokeAsync(HttpContext context)
    {
        var (began, started) = (time.GetUtcNow(), time.GetTimestamp());
        using var span = RequestSpan.Start(context);
        try
        {
            await next(context);
        }
        finally
        {
            RequestSpan.End(span, context);
            Record(context, began, (long)time.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    /// <summary>The request's method when it is a known one.</summary>
    internal static string MethodOf(HttpContext context) => Methods.Contains(context.Request.Method) ? context.Request.Method : "other";

    /// <summary>The route's pattern: never the address that was asked for.</summary>
    internal static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";

    private void Record(HttpContext context, DateTimeOffset began, long milliseconds)
    {
        var note = CallNote.Of(context);
        var id = RequestIds.Of(context);
        if (note.Error == ErrorCode.InternalError)
        {
            core.Alerts.Raise(new Alert(AlertTypes.InternalError, began) { RequestId = id, Route = RouteOf(context) });
        }

        var status = context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted ? CallerLeft : context.Response.StatusCode;
        var isKept = IsKept(context, note, status)
            && (note.Key is not null || limits.Take(PublicPolicy.Entries, ClientAddress.Of(context, core.Options.Proxy.Hops)).IsAllowed);
        if (!isKept)
        {
            return;
        }

        log.Add(new RequestEntry(id, began, MethodOf(context), RouteOf(context), status, milliseconds)
        {
            Key = note.Key?.Id,
            Tenant = note.Key?.Tenant,
            Environment = note.Key?.Environment,
            Resource = ResourceOf(context),
            ErrorCode = note.Error?.Name,
        });
    }

    private static bool IsKept(HttpContext context, CallNote note, int status) =>
        note.NeedsKey
        || context.Request.Headers.Authorization.Count > 0
        || (status is < 200 or > 299 && context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal));

    private static string? ResourceOf(HttpContext context) =>
        context.GetRouteValue("id") is string { Length: 4 + Ulid.Length } text && Prefixes.Contains(text[..4]) && Ulid.IsValid(text.AsSpan(4)) ? text : null;
}
