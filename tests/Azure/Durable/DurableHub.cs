using DurableTask.Core;
using Grpc.Net.Client;
using LearnCoin.EndToEnd.Parts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Azure.Tests.Durable;

/// <summary>
/// Durable's in-process test host: its task hub in memory, its sidecar and its worker, put together from its own parts as its
/// <c>DurableTaskTestHost</c> does, so that sidecar and worker can be stopped and others begun over the same hub.
/// </summary>
internal sealed class DurableHub : IAsyncDisposable
{
    private readonly InMemoryOrchestrationService service = new();
    private WebApplication? sidecar;
    private GrpcChannel? channel;
    private IHost? worker;

    public HubTraffic Traffic { get; } = new();

    public HubStore Store => new(service);

    public DurableTaskClient Client => worker!.Services.GetRequiredService<DurableTaskClient>();

    /// <summary>Version that new instances are given, as <c>defaultVersion</c> of host.json does.</summary>
    public string DefaultVersion { get; set; } = "";

    /// <summary>Longest timer of the storage.</summary>
    public TimeSpan? MaximumTimer { get; set; }

    public async Task StartAsync(Action<DurableTaskRegistry> tasks)
    {
        var address = $"http://127.0.0.1:{Loopback.FreePort()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.WebHost.ConfigureKestrel(static options => options.ConfigureEndpointDefaults(static listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(Traffic);
        builder.Services.AddGrpc(static options => options.Interceptors.Add<HubTraffic>());
        builder.Services.AddSingleton<IOrchestrationService>(service);
        builder.Services.AddSingleton<IOrchestrationServiceClient>(service);
        builder.Services.AddSingleton<TaskHubGrpcServer>();
        sidecar = builder.Build();
        sidecar.MapGrpcService<TaskHubGrpcServer>();
        await sidecar.StartAsync();
        channel = GrpcChannel.ForAddress(address);
        worker = Worker(tasks, channel);
        await worker.StartAsync();
    }

    /// <summary>
    /// Ends sidecar and worker as a crash would: what they had in hand is lost. Then the hub hands out again what was being done, as a storage
    /// queue does when the time is over for which a message is hidden.
    /// </summary>
    public async Task CrashAsync()
    {
        await Store.WhenNoOrchestratorRunsAsync();
        await StopAsync();
        foreach (var lost in Store.UnansweredActivities())
        {
            await service.AbandonTaskActivityWorkItemAsync(new TaskActivityWorkItem { Id = "lost", TaskMessage = lost });
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        if (worker is not null)
        {
            await worker.StopAsync(atOnce.Token);
            worker.Dispose();
            channel!.Dispose();
            await sidecar!.StopAsync(atOnce.Token);
            await sidecar.DisposeAsync();
            worker = null;
        }
    }

    private IHost Worker(Action<DurableTaskRegistry> tasks, GrpcChannel channel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddDurableTaskWorker(durable =>
        {
            durable.UseGrpc(channel);
            durable.AddTasks(tasks);
            durable.Configure(options => options.MaximumTimerInterval = MaximumTimer ?? options.MaximumTimerInterval);
        });
        builder.Services.AddDurableTaskClient(durable =>
        {
            durable.UseGrpc(channel);
            durable.UseDefaultVersion(DefaultVersion);
            durable.RegisterDirectly();
        });
        return builder.Build();
    }
}
