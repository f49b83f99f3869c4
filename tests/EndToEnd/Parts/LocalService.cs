using LearnCoin.Core;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>The product's host in the test's own process, on a deployment of its own.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private readonly StandaloneHost host;

    private LocalService(Deployment deployment, StandaloneHost host) => (Deployment, this.host) = (deployment, host);

    internal Deployment Deployment { get; }

    internal LearnCoinCore Core => host.Node.Core;

    internal static async Task<LocalService> StartAsync(Deployment deployment, PortDecorators decorators)
    {
        var host = await StandaloneHost.BuildAsync(deployment.Settings, decorators, CancellationToken.None);
        await host.App.StartAsync();
        return new LocalService(deployment, host);
    }

    /// <summary>On a node that runs; the anchor account has funds.</summary>
    internal static async Task<LocalService> StartAsync(Anvil anvil, PortDecorators? decorators = null, double windowSeconds = 0.3)
    {
        var service = await StartAsync(new Deployment(anvil.Url, windowSeconds), decorators ?? new PortDecorators());
        await anvil.FundAsync(await service.Deployment.AnchorAddressAsync());
        return service;
    }

    internal async Task<Ledger> LedgerAsync(Anvil anvil) => new(anvil, await Deployment.AnchorAddressAsync());

    public async ValueTask DisposeAsync()
    {
        await host.App.StopAsync();
        await host.DisposeAsync();
        Deployment.Dispose();
    }
}
