using LearnCoin.Api;
using LearnCoin.Core;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using LearnCoin.Functions.Durable;
using LearnCoin.Functions.Http;
using LearnCoin.Local.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Functions.Hosting;

/// <summary>Puts the product into the worker's container. Nothing is built here: each part is, once, when first asked for.</summary>
internal static class FunctionsHost
{
    public static void AddLearnCoin(this FunctionsApplicationBuilder builder, FunctionSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEntropy>(SystemEntropy.Instance);
        services.AddSingleton<DurableClients>();
        services.AddSingleton<IWorkflows, DurableWorkflows>();
        services.AddSingleton<AzureNode>();
        services.AddSingleton(static provider => provider.GetRequiredService<AzureNode>().Core);
        services.AddSingleton(static provider => provider.GetRequiredService<AzureNode>().Queue);
        services.AddSingleton(static provider =>
        {
            var catalog = new WorkflowCatalog();
            provider.GetRequiredService<AzureNode>().Core.Register(catalog);
            return catalog;
        });
        services.AddSingleton<ActivityRunner>();
        if (settings.Host.Storage.Provider == "local")
        {
            // The queues are in SQLite then, where no trigger looks.
            services.AddSingleton<IHostedService>(static provider => new QueuePump(
                provider.GetRequiredService<IQueue>(),
                QueueNames.ClaimMail,
                (body, cancellationToken) => provider.GetRequiredService<LearnCoinCore>().ClaimMails.HandleAsync(body, cancellationToken),
                TimeProvider.System,
                provider.GetRequiredService<ILogger<QueuePump>>()));
        }

        services.AddLearnCoinApi();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<Handover>();
        // The API itself refuses what is too large. A limit here would close the connection on the Functions host while it still sends the
        // body: it would answer 500 instead. Without one the rest is read and dropped, for some seconds; the host has a limit of its own.
        services.Configure<KestrelServerOptions>(static kestrel => kestrel.Limits.MaxRequestBodySize = null);
        // The worker would believe any X-Forwarded-*, and take from X-Forwarded-For the entry that Proxy:Hops counts from. The API reads them itself.
        services.PostConfigure<ForwardedHeadersOptions>(static options => options.ForwardedHeaders = ForwardedHeaders.None);
        // The framework's request lines would repeat every URL.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.AddTelemetry();
    }

    /// <summary>The check that comes before the first request.</summary>
    /// <exception cref="SettingsException">The settings do not fit the store.</exception>
    public static Task CheckStoreAsync(this IHost app, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<AzureNode>().CheckAsync(cancellationToken);
}
