using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LearnCoin.Core.Timers;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Telemetry;

/// <summary>Steps of workflows and timed tasks: tries, failures, how long.</summary>
internal sealed class WorkMetrics
{
    private const string Ok = "ok";
    private const string Failed = "failed";
    private const string Canceled = "canceled";

    private readonly Histogram<double> activities;
    private readonly Histogram<double> tasks;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, TaskRun> runs = new(StringComparer.Ordinal);

    internal WorkMetrics(Meter meter, TimeProvider time)
    {
        this.time = time;
        activities = meter.CreateHistogram("learncoin.activity.duration", "s", "Tries of workflow activities by outcome", tags: null, Buckets.Calls);
        tasks = meter.CreateHistogram("learncoin.timed_task.duration", "s", "Runs of timed tasks by outcome", tags: null, Buckets.Calls);
    }

    /// <summary>The last run of each timed task in this process.</summary>
    internal IReadOnlyCollection<TaskRun> LastRuns => [.. runs.Values];

    /// <summary>An activity that tells of each of its tries, in whatever host.</summary>
    internal ActivityBody Around(string name, ActivityBody body) => async (input, cancellationToken) =>
    {
        // Inputs are ids. Only a batch's own workflow is linked to the request that began it: lanes serve all.
        using var span = ProductTelemetry.Spans.StartTrace("activity " + name, ActivityKind.Internal, input.StartsWith("bat_", StringComparison.Ordinal));
        span?.SetTag("learncoin.subject", input);
        return await RunAsync(activities, new("learncoin.activity", name), span, () => body(input, cancellationToken));
    };

    /// <summary>A timed task that tells of each of its runs.</summary>
    internal TimedTask Around(TimedTask task) => task with
    {
        RunAsync = async cancellationToken =>
        {
            using var span = ProductTelemetry.Spans.StartTrace("task " + task.Name, ActivityKind.Internal, isLinked: false);
            var started = time.GetTimestamp();
            var outcome = Failed;
            try
            {
                await RunAsync(tasks, new("learncoin.timed_task", task.Name), span, async () =>
                {
                    await task.RunAsync(cancellationToken);
                    return true;
                });
                outcome = Ok;
            }
            finally
            {
                runs[task.Name] = new TaskRun(task.Name, time.GetUtcNow(), time.GetElapsedTime(started), outcome == Ok);
            }
        },
    };

    private async Task<T> RunAsync<T>(Histogram<double> histogram, KeyValuePair<string, object?> tag, Activity? span, Func<Task<T>> run)
    {
        var started = time.GetTimestamp();
        var outcome = Failed;
        try
        {
            var result = await run();
            outcome = Ok;
            return result;
        }
        catch (OperationCanceledException)
        {
            outcome = Canceled;
            throw;
        }
        finally
        {
            histogram.Record(time.GetElapsedTime(started).TotalSeconds, tag, new(Tags.Outcome, outcome));
            span.EndAs(outcome, isFault: outcome == Failed);
        }
    }
}

/// <summary>How a timed task's last run in this process went.</summary>
/// <param name="Name">One of <see cref="TimerNames"/>.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="IsOk">False: it failed or was cut short.</param>
public sealed record TaskRun(string Name, DateTimeOffset EndedAt, TimeSpan Duration, bool IsOk);
