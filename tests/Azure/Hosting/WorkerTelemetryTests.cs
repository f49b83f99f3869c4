using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using LearnCoin.Core;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Functions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LearnCoin.Azure.Tests.Hosting;

/// <summary>The worker's own telemetry is there when a collector is named, and only then.</summary>
public sealed partial class WorkerTelemetryTests
{
    // A capability that is told to the Functions host: it leaves the worker's log lines to the worker.
    private const string Capability = "WorkerOpenTelemetryEnabled";

    private readonly ConcurrentDictionary<string, string> received = new(StringComparer.Ordinal);

    [Fact]
    public void With_a_collector_spans_and_log_lines_are_the_workers_to_send()
    {
        using var app = Build("http://127.0.0.1:1");

        Assert.NotNull(app.Services.GetService<TracerProvider>());
        Assert.NotNull(app.Services.GetService<LoggerProvider>());
        Assert.Equal(bool.TrueString, app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities[Capability]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_collector_nothing_is_added_and_the_host_relays_the_log_lines(string? endpoint)
    {
        using var app = Build(endpoint);

        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<LoggerProvider>());
        Assert.DoesNotContain(Capability, app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.Keys);
    }

    [Fact]
    public async Task A_log_line_goes_with_its_text_and_without_the_scopes_that_others_opened()
    {
        await using var collector = await CollectAsync();
        using var app = Build(collector.Urls.Single());
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LearnCoin.Check");

        using (logger.BeginScope(new Dictionary<string, object> { ["url"] = "/claim?token=the-secret" }))
        {
            Failed(logger, "req_1");
        }

        Assert.True(app.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        Assert.Contains("Request req_1 failed", received["/v1/logs"], StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", received["/v1/logs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_of_invocations_go_and_those_that_bear_URLs_do_not()
    {
        await using var collector = await CollectAsync();
        using var app = Build(collector.Urls.Single());
        var tracing = app.Services.GetRequiredService<TracerProvider>();

        foreach (var source in (string[])["System.Net.Http", "Microsoft.AspNetCore", "Microsoft.Azure.Functions.Worker"])
        {
            using var spans = new ActivitySource(source);
            spans.StartActivity("span of " + source)?.Dispose();
        }

        Assert.True(tracing.ForceFlush());
        Assert.Contains("span of Microsoft.Azure.Functions.Worker", received["/v1/traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("span of System.Net.Http", received["/v1/traces"], StringComparison.Ordinal);
        Assert.DoesNotContain("span of Microsoft.AspNetCore", received["/v1/traces"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_products_figures_and_spans_go()
    {
        await using var collector = await CollectAsync();
        using var app = Build(collector.Urls.Single());
        var core = app.Services.GetRequiredService<LearnCoinCore>();
        var (tracing, metering) = (app.Services.GetRequiredService<TracerProvider>(), app.Services.GetRequiredService<MeterProvider>());

        core.Telemetry.Anchors.Bumped(AnchorNetwork.Create(TenantEnvironment.Test, core.Options.Anchoring, null!));
        ProductTelemetry.Spans.StartActivity("activity SignBatch")?.Dispose();

        Assert.True(tracing.ForceFlush() && metering.ForceFlush());
        Assert.Contains("activity SignBatch", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("learncoin.anchors.bumped", received["/v1/metrics"], StringComparison.Ordinal);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Request {RequestId} failed")]
    private static partial void Failed(ILogger logger, string requestId);

    /// <summary>A collector: keeps what is sent to it as text, in which names and messages can be read.</summary>
    private async Task<WebApplication> CollectAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            var text = await reader.ReadToEndAsync(context.RequestAborted);
            received.AddOrUpdate(context.Request.Path.Value!, text, (_, before) => before + text);
        });
        await collector.StartAsync();
        return collector;
    }

    private static IHost Build(string? endpoint)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // What the Functions host tells a worker; it is not called.
            ["Functions:Worker:HostEndpoint"] = "http://127.0.0.1:1",
            ["Functions:Worker:WorkerId"] = "worker",
            ["Functions:Worker:RequestId"] = "request",
            ["Functions:Worker:GrpcMaxMessageLength"] = "1024",
            ["PublicOrigin"] = "https://creds.example",
            ["Storage:Provider"] = "local",
            ["Keys:Provider"] = "local",
            ["Proxy:Hops"] = "1",
            ["DataDirectory"] = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        return WorkerApp.Build(builder);
    }
}
