using LearnCoin.Api;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Local.Queues;

namespace LearnCoin.Standalone.Hosting;

/// <summary>The embedded host: Kestrel, the HTTP surface, the workflow runner and the timers in one process.</summary>
public sealed class StandaloneHost : IAsyncDisposable
{
    private readonly ILoggerFactory ownLoggers;
    private readonly HostTelemetry? collector;

    private StandaloneHost(WebApplication app, LocalNode node, ILoggerFactory loggers, HostTelemetry? collector)
    {
        this.collector = collector;
        App = app;
        Node = node;
        ownLoggers = loggers;
    }

    public WebApplication App { get; }

    public LocalNode Node { get; }

    /// <exception cref="SettingsException">The settings do not fit the store.</exception>
    public static async Task<StandaloneHost> BuildAsync(Settings settings, PortDecorators decorators, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var otlp = HostTelemetry.Start(settings.Telemetry);
        var loggers = Loggers();
        if (otlp is not null)
        {
            loggers.AddProvider(otlp);
        }

        var pause = TimeSpan.FromSeconds(settings.Host.Shutdown.DelaySeconds);
        var node = await LocalNode.OpenAsync(settings, loggers, decorators, cancellationToken);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "learncoin" });
        builder.WebHost.UseUrls(settings.Host.Listen);
        builder.WebHost.ConfigureKestrel(ApiPipeline.Limit);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = pause + Drain.RequestTime);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(decorators.Time);
        builder.Services.AddSingleton<IEntropy>(SystemEntropy.Instance);
        builder.Services.AddSingleton(node.Core);
        builder.Services.AddSingleton<IHostedService>(node.Workflows);
        builder.Services.AddSingleton<IHostedService>(new Drain(node.Workflows, pause, decorators.Time));
        builder.Services.AddSingleton<IHostedService>(new TaskTimer(node.Core.Timers, decorators.Time, loggers.CreateLogger<TaskTimer>()));
        builder.Services.AddSingleton<IHostedService>(new QueuePump(
            node.Queue, QueueNames.ClaimMail, node.Core.ClaimMails.HandleAsync, decorators.Time, loggers.CreateLogger<QueuePump>()));
        builder.Services.AddLearnCoinApi();
        var app = builder.Build();
        app.Use(decorators.Request);
        app.UseLearnCoinApi();
        return new StandaloneHost(app, node, loggers, otlp);
    }

    /// <summary>Log lines on the standard output; those of the framework only from warnings on: its request lines would repeat every URL.</summary>
    public static ILoggerFactory Loggers() => LoggerFactory.Create(static logging => logging
        .AddSimpleConsole(static console => console.SingleLine = true)
        .AddFilter("Microsoft", LogLevel.Warning));

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        // Before the node takes its instruments away.
        collector?.Dispose();
        await Node.DisposeAsync();
        ownLoggers.Dispose();
    }
}
