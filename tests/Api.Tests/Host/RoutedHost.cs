using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Tests.Host;

/// <summary>
/// A host with a routing of its own that hands every request over, as the Azure host does: over the same product as the service. Its route
/// values have the names of ours, and other values.
/// </summary>
internal sealed class RoutedHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private RoutedHost(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static async Task<RoutedHost> StartAsync(LearnCoinCore core)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(ApiPipeline.Limit);
        // As the worker does, which has services of MVC too; on a developer's machine it refuses what is made for a request to what outlives it.
        builder.Host.UseDefaultServiceProvider(static options => options.ValidateScopes = true);
        builder.Services.AddMvc();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(core);
        builder.Services.AddSingleton(core.Time);
        builder.Services.AddSingleton<IEntropy>(SystemEntropy.Instance);
        builder.Services.AddLearnCoinApi();
        builder.Services.AddSingleton<ApiPipeline>();
        var app = builder.Build();
        app.Map("/v1/batches/{*id}", app.Services.GetRequiredService<ApiPipeline>().InvokeAsync);
        app.Map("/c/{*list}", app.Services.GetRequiredService<ApiPipeline>().InvokeAsync);
        app.Map("/{*id}", app.Services.GetRequiredService<ApiPipeline>().InvokeAsync);
        await app.StartAsync();
        return new RoutedHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
