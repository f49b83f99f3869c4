using LearnCoin.Core.Workflows;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Workflows;

/// <summary>Runs the live instances of a store while this process holds the lease.</summary>
internal sealed class JournalHost(Journal journal, WorkflowCatalog catalog, JournalOptions options, ILogger logger) : IDisposable
{
    private readonly HostedInstances instances = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource killed = new();
    private volatile bool crashed;
    private Task loop = Task.CompletedTask;
    private volatile Lease? kept;

    /// <summary>True while instances run here, so that they may be told directly.</summary>
    internal bool IsHosting => instances.AreRunning;

    internal void Start() => loop = Task.Run(LoopAsync, CancellationToken.None);

    /// <summary>Begins no new step, lets running activities end until <paramref name="deadline"/>, and gives the lease back.</summary>
    internal async Task StopAsync(CancellationToken deadline)
    {
        await stopping.CancelAsync();
        await using var late = deadline.Register(killed.Cancel);
        await loop;
    }

    /// <summary>Stops as a crash would: nothing more is written and the lease is not given back.</summary>
    internal async Task KillAsync()
    {
        crashed = true;
        await killed.CancelAsync();
        await stopping.CancelAsync();
        await loop;
    }

    /// <summary>
    /// Has an instance look at its stored state, after something was written for it. False when instances do not run here, or perhaps not any
    /// more: a process that slept finds out late that another has taken over, which has read by then what there was to run.
    /// </summary>
    internal bool Wake(string id) => instances.Wake(id) && kept is { IsFresh: true };

    /// <summary>As above; where it is false, the host is told by a note. One note too many does no harm.</summary>
    internal async ValueTask TellAsync(string id)
    {
        if (!Wake(id))
        {
            await journal.WakeHostAsync(id, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        stopping.Dispose();
        killed.Dispose();
    }

    private async Task LoopAsync()
    {
        var lease = new Lease(journal.Tables, journal.Time, options, journal.Writer);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await lease.TryTakeAsync(stopping.Token))
                {
                    await HostAsync(lease);
                }
                else
                {
                    await PauseAsync();
                }
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                WorkflowLog.HostFaulted(logger, exception.GetType().Name);
                await PauseAsync();
            }
        }
    }

    private async Task HostAsync(Lease lease)
    {
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(killed.Token);
        using var activities = new ActivityRunner(catalog, journal.Time, logger, options);
        kept = lease;
        instances.Begin(new InstanceHost(journal, catalog, activities, options, logger, TellAsync, stopping.Token, abandon.Token));

        try
        {
            var live = await journal.ReadLiveAsync(stopping.Token);
            WorkflowLog.LeaseTaken(logger, live.Count);
            foreach (var id in live)
            {
                instances.Wake(id);
            }

            if (await KeepAsync(lease))
            {
                WorkflowLog.LeaseLost(logger);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it began.
        }
        finally
        {
            kept = null;
            if (!stopping.IsCancellationRequested)
            {
                await abandon.CancelAsync(); // the lease is lost, or cannot be kept: another host may begin
            }

            await EndInstancesAsync(lease, abandon);
        }
    }

    /// <returns>True when the lease was lost, false when the host is to stop.</returns>
    private async Task<bool> KeepAsync(Lease lease)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await lease.KeepAsync(CancellationToken.None)
                    || !await journal.TakeWakesAsync(lease, id => instances.Wake(id), CancellationToken.None))
                {
                    return true;
                }
            }
            catch (Exception exception) when (lease.IsSafe)
            {
                WorkflowLog.HostFaulted(logger, exception.GetType().Name);
            }

            await PauseAsync();
        }

        return false;
    }

    private async Task EndInstancesAsync(Lease lease, CancellationTokenSource abandon)
    {
        // Leases are renewed while activities end, or another host would begin beside them.
        var all = instances.EndAsync();
        while (!all.IsCompleted && !abandon.IsCancellationRequested)
        {
            await Task.WhenAny(all, Task.Delay(options.RenewInterval, journal.Time, abandon.Token));
            if (!all.IsCompleted && !abandon.IsCancellationRequested && !await TryKeepAsync(lease))
            {
                await abandon.CancelAsync();
            }
        }

        await abandon.CancelAsync();
        await all;
        if (!crashed)
        {
            await lease.ReleaseAsync(CancellationToken.None);
        }
    }

    private static async ValueTask<bool> TryKeepAsync(Lease lease)
    {
        try
        {
            return await lease.KeepAsync(CancellationToken.None);
        }
        catch (Exception) when (lease.IsSafe)
        {
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private async Task PauseAsync() =>
        await Task.Delay(options.PollInterval, journal.Time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
