using LearnCoin.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LearnCoin.Standalone.Hosting;

/// <summary>
/// Sends metrics, spans and log lines to the OTLP collector that OpenTelemetry's own settings name (specification, "OTLP Exporter
/// Configuration"). Of spans the product's alone: those of ASP.NET Core and of HTTP clients would bear URLs, and RPC URLs hold secrets.
/// </summary>
internal sealed class HostTelemetry : IDisposable, ILoggerProvider
{
    /// <summary>Any of these turns it on; the exporter reads them, and their fellows, by itself.</summary>
    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];

    // A collector that hangs must not hold up the end of the process: all of it stays within the 10 s of service managers.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly OpenTelemetrySdk sdk;
    private bool isDisposed;

    private HostTelemetry(IConfiguration configuration) => sdk = OpenTelemetrySdk.Create(builder =>
    {
        builder.Services.AddSingleton(configuration);
        builder.ConfigureResource(static resource => resource
            .AddService("learncoin", serviceVersion: typeof(HostTelemetry).Assembly.GetName().Version?.ToString(3))
            // Again, so that OTEL_SERVICE_NAME goes before ours.
            .AddEnvironmentVariableDetector());
        builder.WithMetrics(static metrics => metrics.AddMeter(ProductTelemetry.Name));
        builder.WithTracing(static tracing => tracing.AddSource(ProductTelemetry.Name));
        // Scopes would add what others put there, such as paths.
        builder.WithLogging(static _ => { }, static logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = false;
        });
        builder.UseOtlpExporter();
    });

    /// <returns>Null when no collector is named.</returns>
    public static HostTelemetry? Start(IConfiguration? configuration) =>
        configuration is not null && Endpoints.Any(name => !string.IsNullOrWhiteSpace(configuration[name])) ? new HostTelemetry(configuration) : null;

    public ILogger CreateLogger(string categoryName) => sdk.GetLoggerFactory().CreateLogger(categoryName);

    /// <summary>Sends what is left, for two seconds at most.</summary>
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        var milliseconds = (int)LastWords.TotalMilliseconds;
        var ending = Task.WhenAll(
            Task.Run(() => sdk.MeterProvider.Shutdown(milliseconds)),
            Task.Run(() => sdk.TracerProvider.Shutdown(milliseconds)),
            Task.Run(() => sdk.LoggerProvider.Shutdown(milliseconds)));
        if (ending.Wait(LastWords))
        {
            sdk.Dispose();
        }
    }
}
