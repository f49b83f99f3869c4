using LearnCoin.Core.Alerts;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Workflows;

/// <summary>Runs activities, a bounded number at a time, each until it succeeds or its retry policy ends.</summary>
internal sealed class ActivityRunner(WorkflowCatalog catalog, TimeProvider time, ILogger logger, JournalOptions options) : IDisposable
{
    // A handful of tries is an outage that passes by itself; so many in a row, minutes apart by then, are not.
    private const int FailingAttempts = 12;

    private readonly SemaphoreSlim slots = new(options.MaxActivities);
    private readonly SemaphoreSlim waiting = new(options.MaxWaitingActivities);

    /// <summary>Sets the action's outcome. Failed tries are stored before the wait for the next one.</summary>
    /// <param name="action">The activity.</param>
    /// <param name="before">Tries of an earlier process.</param>
    /// <param name="run">Where tries are stored.</param>
    /// <param name="stopping">No new try begins.</param>
    /// <param name="abandon">Tries under way are told to end.</param>
    /// <returns>False when it ended by <paramref name="stopping"/> without an outcome.</returns>
    internal async Task<bool> RunAsync(PendingAction action, ActivityAttempts? before, RunJournal run, CancellationToken stopping, CancellationToken abandon)
    {
        var attempts = before ?? new ActivityAttempts(0, DateTimeOffset.MinValue);
        action.HasStoredAttempts = before is not null;
        while (true)
        {
            if (!await WaitForTurnAsync(action, attempts, stopping))
            {
                return false;
            }

            var (result, failure) = await TryAsync(action, abandon);
            if (failure is null)
            {
                action.Outcome = (result, null);
                return true;
            }

            abandon.ThrowIfCancellationRequested();
            attempts = new ActivityAttempts(attempts.Count + 1, time.GetUtcNow() + DelayAfter(attempts.Count + 1, action.Retry));
            WorkflowLog.ActivityFailed(logger, action.Name, run.Header.Id, failure, attempts.Count, action.Retry.MaxAttempts);
            Tell(action, run, attempts.Count);
            if (attempts.Count >= action.Retry.MaxAttempts)
            {
                action.Outcome = (null, failure);
                return true;
            }

            await run.SaveAttemptsAsync(action.Sequence, attempts, abandon);
            action.HasStoredAttempts = true;
        }
    }

    public void Dispose()
    {
        slots.Dispose();
        waiting.Dispose();
    }

    internal static TimeSpan DelayAfter(int attempts, RetryPolicy retry)
    {
        var factor = Math.Pow(2, Math.Min(attempts - 1, 40));
        return retry.FirstDelay * factor < retry.MaxDelay ? retry.FirstDelay * factor : retry.MaxDelay;
    }

    private void Tell(PendingAction action, RunJournal run, int attempts)
    {
        var type = attempts >= action.Retry.MaxAttempts ? AlertTypes.ActivityFailed : AlertTypes.ActivityFailing;
        if (type == AlertTypes.ActivityFailed || attempts == FailingAttempts)
        {
            options.Alerts.Raise(new Alert(type, time.GetUtcNow()) { Subject = run.Header.Id, Activity = action.Name });
        }
    }

    private async Task<bool> WaitForTurnAsync(PendingAction action, ActivityAttempts attempts, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        // Never longer than the policy says: the clock may have been ahead when the time was noted, and be right again.
        var most = attempts.Count == 0 ? TimeSpan.Zero : DelayAfter(attempts.Count, action.Retry);
        TimeSpan Left()
        {
            var (byWall, bySpan) = (attempts.Due - time.GetUtcNow(), most - time.GetElapsedTime(started));
            return byWall < bySpan ? byWall : bySpan;
        }

        try
        {
            for (var wait = Left(); wait > TimeSpan.Zero; wait = Left())
            {
                // In pieces: the clock may be set forward meanwhile.
                await Task.Delay(wait < TimeSpan.FromMinutes(1) ? wait : TimeSpan.FromMinutes(1), time, stopping);
            }

            await SlotsOf(action).WaitAsync(stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<(string? Result, string? Failure)> TryAsync(PendingAction action, CancellationToken abandon)
    {
        try
        {
            // On the pool: an activity that computes for long must not hold up the instance that made it.
            var result = await Task.Run(() => Find(action.Name)(action.Input, abandon), CancellationToken.None);
            return result is null || 2 * result.Length > TableLimits.MaxPropertyBytes ? (null, nameof(TableLimitException)) : (result, null);
        }
        catch (Exception exception)
        {
            return (null, exception.GetType().Name);
        }
        finally
        {
            SlotsOf(action).Release();
        }
    }

    private SemaphoreSlim SlotsOf(PendingAction action) => catalog.IsWaiting(action.Name) ? waiting : slots;

    private ActivityBody Find(string name) => catalog.Activities.GetValueOrDefault(name) ?? throw new KeyNotFoundException("Activity not in the catalog");
}
