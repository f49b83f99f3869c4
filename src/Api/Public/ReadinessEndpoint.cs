using System.Text.Json;
using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Health;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LearnCoin.Api.Public;

/// <summary><c>GET /readyz</c>: whether requests should come here. Not limited by address, like the health answer: the report is remembered.</summary>
internal static class ReadinessEndpoint
{
    // As long as a load balancer waits between two looks, and longer than a host takes to end.
    private const string RetryAfter = "10";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead("/readyz", ApiHandler.Public(AnswerAsync));

    private static async Task<Error?> AnswerAsync(HttpContext context, LearnCoinCore core)
    {
        var report = await core.Health.ReportAsync();
        context.Response.Headers.CacheControl = "no-store";
        if (!report.IsReady)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        await Json.WriteAsync(context, json => Write(json, report));
        return null;
    }

    private static void Write(Utf8JsonWriter json, HealthReport report)
    {
        json.WriteStartObject();
        json.WriteString("status", report.IsReady ? "ready" : "not_ready");
        json.WriteTime("checked_at", report.At);
        json.WriteStartObject("checks");
        foreach (var check in report.Checks)
        {
            Write(json, check);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HealthCheck check)
    {
        json.WriteStartObject(check.Name);
        json.WriteString("status", check.Status switch { HealthStatus.Ok => "ok", HealthStatus.Degraded => "degraded", _ => "down" });
        json.WriteStartArray("reasons");
        foreach (var reason in check.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteTime("since", check.Since);
        if (check.WaitingRoots is { } waiting)
        {
            json.WriteNumber("waiting_roots", waiting);
        }

        json.WriteEndObject();
    }
}
