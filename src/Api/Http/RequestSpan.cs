using System.Diagnostics;
using LearnCoin.Core.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>The span of a request: method, pattern of the route, status and request id; never its address, a header or a body.</summary>
internal static class RequestSpan
{
    public static Activity? Start(HttpContext context) =>
        // Asked for every few seconds by load balancers, and of no interest.
        context.Request.Path == "/readyz" || context.Request.Path == "/healthz"
            ? null
            : ProductTelemetry.Spans.StartTrace("request", ActivityKind.Server, isLinked: false);

    public static void End(Activity? span, HttpContext context)
    {
        if (span is null)
        {
            return;
        }

        var (method, route, status) = (CallRecorder.MethodOf(context), CallRecorder.RouteOf(context), context.Response.StatusCode);
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.request.method", method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", status);
        span.SetTag("learncoin.request_id", RequestIds.Of(context));
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
