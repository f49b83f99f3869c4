using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Timers;

/// <summary>The product's timed tasks, each run by one host at a time.</summary>
public sealed class TimedTasks(Leases leases, TimeProvider time, params IReadOnlyList<TimedTask> all)
{
    // A host that died holds the others up no longer than this.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(20);

    // Less than functionTimeout of host.json: a function that runs longer takes its whole worker with it, requests and all.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(9);

    public IReadOnlyList<TimedTask> All => all;

    /// <summary>Runs the task of that name now, under its lease, for nine minutes at most: the next run goes on.</summary>
    /// <returns>False when another host is running it.</returns>
    /// <exception cref="TimedTaskFailedException">It failed, or took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<bool> RunAsync(string name, CancellationToken cancellationToken)
    {
        var task = all.Single(task => task.Name == name);
        try
        {
            if (await leases.TryTakeAsync(name, LeaseTime, cancellationToken) is not { } lease)
            {
                return false;
            }

            await RunAsync(task, lease, cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever it was: told by its type, tried again after the period.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // What breaks while the caller ends it is its end too, whatever the exception (and its text) says.
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimedTaskFailedException(name, exception.GetType().Name);
        }
    }

    private async Task RunAsync(TimedTask task, Lease lease, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(LongestRun, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        var keeping = KeepAsync(lease, ending);
        var work = StartAsync(task, ending.Token);
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ending.CancelAsync();
        if (await keeping is { } held)
        {
            await ReleaseAsync(held);
        }
        else if (!work.IsFaulted)
        {
            // Another host may have run it beside us; a cancellation alone would not say why.
            throw new LeaseLostException();
        }

        if (work.IsCanceled && tooLong.IsCancellationRequested)
        {
            throw new TimeoutException();
        }

        await work;
    }

    // Turns what a task throws before its first await into its failure.
    private static async Task StartAsync(TimedTask task, CancellationToken cancellationToken) => await task.RunAsync(cancellationToken);

    /// <summary>Renews the lease until the work ends; ends the work when the lease is lost.</summary>
    /// <returns>The lease as last renewed; null when it was lost.</returns>
    private async Task<Lease?> KeepAsync(Lease lease, CancellationTokenSource ending)
    {
        for (var held = lease; ;)
        {
            try
            {
                await Task.Delay(LeaseTime / 3, time, ending.Token);
            }
            catch (OperationCanceledException)
            {
                return held;
            }

            if (await RenewAsync(held) is not { } renewed)
            {
                await ending.CancelAsync();
                return null;
            }

            held = renewed;
        }
    }

    private async Task<Lease?> RenewAsync(Lease held)
    {
        // No answer until then: the lease is about to end, and with it the right to work on.
        using var patience = new CancellationTokenSource(LeaseTime / 2, time);
        try
        {
            return await leases.RenewAsync(held, LeaseTime, patience.Token);
        }
#pragma warning disable CA1031 // A store that does not answer cannot tell whose the lease is: as if lost.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private async Task ReleaseAsync(Lease held)
    {
        try
        {
            await leases.ReleaseAsync(held, CancellationToken.None);
        }
#pragma warning disable CA1031 // The work has ended as it has; a lease that is not given back ends by itself.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
