using System.CommandLine;
using LearnCoin.Commands;
using LearnCoin.Core.Anchoring;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone;

/// <summary><c>learncoin serve</c>: runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the service: API, pages, workflows and timers. Settings come from appsettings.json and the environment.");
        command.SetAction((_, cancellationToken) => OperatorCommands.GuardAsync(() => RunAsync(cancellationToken)));
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
        return 0;
    }

    private static async Task<string> DescribeAsync(LocalNode node, AnchorNetwork network, CancellationToken cancellationToken)
    {
        var (address, balance) = await AccountCommands.ReadAsync(node.Core, network, cancellationToken);
        var line = $"Anchors of {network.ApiName} (chain {network.ChainId}) are sent by {address}";
        return balance switch
        {
            null => line + ": the node does not answer yet, batches wait until it does",
            { IsZero: true } => line + ": it has no funds yet, send it some to anchor",
            _ => line,
        };
    }
}
