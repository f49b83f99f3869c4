using LearnCoin.Api;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Standalone.Hosting;

/// <summary>The embedded host: Kestrel, the HTTP surface, the workflow runner and the timers in one process.</summary>
public sealed class StandaloneHost : IAsyncDisposable
{
    // Activities may watch the chain for longer; they are told to end then and begin again with the next host. Service managers wait 10 s and more.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    private readonly ILoggerFactory ownLoggers;

    private StandaloneHost(WebApplication app, LocalNode node, ILoggerFactory loggers)
    {
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
        var loggers = Loggers();
        var node = await LocalNode.OpenAsync(settings, loggers, decorators, cancellationToken);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "learncoin" });
        builder.WebHost.UseUrls(settings.Host.Listen);
        builder.WebHost.ConfigureKestrel(ApiPipeline.Limit);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTime);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(decorators.Time);
        builder.Services.AddSingleton<IEntropy>(SystemEntropy.Instance);
        builder.Services.AddSingleton(node.Core);
        builder.Services.AddSingleton<IHostedService>(node.Workflows);
        builder.Services.AddSingleton<IHostedService>(new TaskTimer(node.Core.Timers, decorators.Time, loggers.CreateLogger<TaskTimer>()));
        builder.Services.AddLearnCoinApi();
        var app = builder.Build();
        app.Use(decorators.Request);
        app.UseLearnCoinApi();
        return new StandaloneHost(app, node, loggers);
    }

    /// <summary>Log lines on the standard output; those of the framework only from warnings on: its request lines would repeat every URL.</summary>
    public static ILoggerFactory Loggers() => LoggerFactory.Create(static logging => logging
        .AddSimpleConsole(static console => console.SingleLine = true)
        .AddFilter("Microsoft", LogLevel.Warning));

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Node.DisposeAsync();
        ownLoggers.Dispose();
    }
}
