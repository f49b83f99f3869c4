using LearnCoin.Core;
using LearnCoin.Core.Timers;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>A host of the product in this process, over the real store, on a virtual clock. It can be thrown away at any call of the store or the node.</summary>
internal sealed class RigHost : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly LocalNode node;
    private readonly CancellationTokenSource stopping = new();
    private Task timers = Task.CompletedTask;
    private int ended;

    private RigHost(string name, LocalNode node, HostTime clock, CrashPoint crash) => (Name, this.node, Clock, Crash) = (name, node, clock, crash);

    internal string Name { get; }

    internal LearnCoinCore Core => node.Core;

    internal HostTime Clock { get; }

    internal CrashPoint Crash { get; }

    internal bool IsAlive => !Crash.IsDead && ended == 0;

    internal static async Task<RigHost> StartAsync(string name, Settings settings, VirtualTime time)
    {
        var (clock, crash) = (new HostTime(time), new CrashPoint());
        var decorators = new PortDecorators
        {
            Tables = tables => new RigTables(tables, time, crash),
            Time = clock,
        };
        var node = await LocalNode.OpenAsync(settings, NullLoggerFactory.Instance, decorators, CancellationToken.None);
        var host = new RigHost(name, node, clock, crash);
        await node.Workflows.StartAsync(CancellationToken.None);
        host.timers = Task.WhenAll(node.Core.Timers.All.Select(host.RepeatAsync));
        return host;
    }

    /// <summary>Ends it in order, as SIGTERM does; or, once it has died, removes what is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
        {
            // What is frozen would never end.
            Crash.Thaw();
            await stopping.CancelAsync();
            await timers;
            await node.Workflows.StopAsync(new CancellationToken(canceled: true));
            // What still runs finds no store any more: a process would be gone.
            Crash.Die();
            await node.DisposeAsync();
            stopping.Dispose();
        }
    }

    // As the embedded host's TaskTimer does.
    private async Task RepeatAsync(TimedTask task)
    {
        while (!stopping.IsCancellationRequested)
        {
            var hasRun = true;
            try
            {
                hasRun = await node.Core.Timers.RunAsync(task.Name, stopping.Token);
            }
            catch (Exception exception) when (exception is TimedTaskFailedException or OperationCanceledException)
            {
                // Tried again after its period.
            }

            await Task.Delay(hasRun ? task.Period : LookAgain, Clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
