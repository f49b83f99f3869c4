using LearnCoin.Standalone.Hosting;

namespace LearnCoin.EndToEnd.Faults;

/// <summary>
/// The product's host with fault points, in a process of its own. Told what to do by lines on the standard input (<c>count</c>,
/// <c>trace</c>, <c>kill before|after OWNER|- NAME</c>), answers by lines that begin with <c>@</c>, ends when the input does.
/// </summary>
internal static class FaultHost
{
    internal static async Task<int> RunAsync()
    {
        var points = new FaultPoints();
        await using var host = await StandaloneHost.BuildAsync(Settings.Load(Settings.Read()), points.Decorators, CancellationToken.None);
        await host.App.StartAsync();
        foreach (var network in host.Node.Core.Networks.All)
        {
            await host.Node.Core.AnchorKeys.EnsureAsync(network.KeyName, CancellationToken.None);
        }

        Answer("ready");
        // The parent holds the other end: when it is gone, so are we.
        while (await Console.In.ReadLineAsync() is { } line)
        {
            switch (line.Split(' ', 4))
            {
                case ["count"]:
                    await points.ArmAsync(null);
                    Answer("armed");
                    break;
                case ["kill", var when, var owner, var name]:
                    await points.ArmAsync(new Fault(name, when == "after", owner == "-" ? null : owner));
                    Answer("armed");
                    break;
                case ["trace"]:
                    Answer("trace " + string.Join('|', points.Trace()));
                    break;
                default:
                    throw new InvalidOperationException("Unknown command");
            }
        }

        return 0;
    }

    private static void Answer(string text) => Console.WriteLine("@" + text);
}
