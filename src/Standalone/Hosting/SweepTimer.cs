using LearnCoin.Core.Issuance;

namespace LearnCoin.Standalone.Hosting;

/// <summary>Runs the sweeps at start and every minute.</summary>
internal sealed partial class SweepTimer(Sweeps sweeps, TimeProvider time, ILogger<SweepTimer> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await SweepAsync("SweepBatches", async () => await sweeps.BatchesAsync(stoppingToken));
            await SweepAsync("SweepAnchors", () => sweeps.AnchorsAsync(stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(string name, Func<Task> sweep)
    {
        try
        {
            await sweep();
        }
#pragma warning disable CA1031 // A sweep that failed is run again in a minute; it must not end the host.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailure(logger, name, exception.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 2000, Level = LogLevel.Warning, Message = "{Sweep} failed and is tried again: {ExceptionType}")]
    private static partial void LogFailure(ILogger logger, string sweep, string exceptionType);
}
