using System.CommandLine;
using LearnCoin.Core.Anchoring;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Commands;

/// <summary><c>learncoin serve</c>: runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the service: API, pages, workflows and timers. Settings come from appsettings.json and the environment.");
        command.SetAction((_, cancellationToken) => CommandFrame.RunAsync(() => RunAsync(cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settings = Settings.Load(Settings.Read());
        await using var host = await StandaloneHost.BuildAsync(settings, new PortDecorators(), cancellationToken);
        await host.App.StartAsync(cancellationToken);
        Console.WriteLine($"LearnCoin serves {settings.Product.PublicOrigin} on {string.Join(", ", host.App.Urls)}");
        foreach (var network in host.Node.Core.Networks.All)
        {
            Console.WriteLine(await DescribeAsync(host.Node, network, cancellationToken));
        }

        await host.App.WaitForShutdownAsync(cancellationToken);
        return CommandFrame.Ok;
    }

    private static async Task<string> DescribeAsync(LocalNode node, AnchorNetwork network, CancellationToken cancellationToken)
    {
        var key = await node.Core.AnchorKeys.EnsureAsync(network.KeyName, cancellationToken);
        var line = $"Anchors of {network.ApiName} (chain {network.ChainId}) are sent by {key.Address}";
        try
        {
            var balance = await network.Chain.BalanceAsync(key.Address, cancellationToken);
            return balance.IsZero ? line + ": it has no funds yet, send it some to anchor" : line;
        }
        catch (ChainUnavailableException)
        {
            return line + ": the node does not answer yet, batches wait until it does";
        }
    }
}
