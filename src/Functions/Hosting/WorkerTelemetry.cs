using LearnCoin.Core.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LearnCoin.Functions.Hosting;

/// <summary>Where an OTLP collector is named, the worker sends its telemetry (metrics, spans, log lines) there itself. Else the Functions host relays its log lines, and there are no spans of its own.</summary>
internal static class WorkerTelemetry
{
    /// <summary>OpenTelemetry's own setting (specification, "OTLP Exporter Configuration"). The exporter reads it, and its fellows, by itself.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            return;
        }

        // Of spans the product's and the worker's alone (one an invocation with its id and the function's name): those of ASP.NET Core and of
        // HTTP clients would bear URLs.
        builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
            .WithMetrics(static metrics => metrics.AddMeter(ProductTelemetry.Name))
            .WithTracing(static tracing => tracing.AddSource(ProductTelemetry.Name))
            .UseOtlpExporter();
        // The defaults have the host leave the log lines to the worker, and the exporter takes them. Scopes would add what others put there, such as paths.
        builder.Services.Configure<OpenTelemetryLoggerOptions>(static logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = false;
        });
    }
}
