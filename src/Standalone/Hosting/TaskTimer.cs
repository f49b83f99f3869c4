using LearnCoin.Core.Timers;

namespace LearnCoin.Standalone.Hosting;

/// <summary>Runs each timed task at start and after each of its periods.</summary>
internal sealed partial class TaskTimer(TimedTasks tasks, TimeProvider time, ILogger<TaskTimer> logger) : BackgroundService
{
    // While another host runs the task: its lease is over sooner than a period, should it have died.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // Each by itself: slow servers of tenants must not hold up what sets batches going again.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(tasks.All.Select(task => RepeatAsync(task, stoppingToken)));

    private async Task RepeatAsync(TimedTask task, CancellationToken stoppingToken)
    {
        while (true)
        {
            var hasRun = await RunAsync(task.Name, stoppingToken);
            await Task.Delay(hasRun ? task.Period : LookAgain, time, stoppingToken);
        }
    }

    private async Task<bool> RunAsync(string name, CancellationToken stoppingToken)
    {
        try
        {
            return await tasks.RunAsync(name, stoppingToken);
        }
        catch (TimedTaskFailedException exception)
        {
            LogFailure(logger, name, exception.Failure);
            return true;
        }
    }

    [LoggerMessage(EventId = 2000, Level = LogLevel.Warning, Message = "{Task} failed and is tried again: {ExceptionType}")]
    private static partial void LogFailure(ILogger logger, string task, string exceptionType);
}
