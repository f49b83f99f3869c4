using LearnCoin.Core.Erasure;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Tenants;
using LearnCoin.Local.Workflows;

namespace LearnCoin.Standalone.Hosting;

/// <summary>Runs the sweeps at start and every minute, and every hour removes what has had its time.</summary>
internal sealed partial class SweepTimer(
    Sweeps sweeps, CustomDids customDids, CredentialErasure erasure, JournalWorkflows workflows, TimeProvider time, ILogger<SweepTimer> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PurgePeriod = TimeSpan.FromHours(1);

    // Finished histories hold ids only; a week of them is enough to look into a complaint.
    private static readonly TimeSpan HistoryRetention = TimeSpan.FromDays(7);
    private DateTimeOffset nextPurge;

    // Apart from the others: slow servers of tenants must not hold up what sets batches going again.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SweepOwnAsync(stoppingToken), SweepDidsAsync(stoppingToken));

    private async Task SweepDidsAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await SweepAsync("SweepDids", () => customDids.SweepAsync(stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepOwnAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await SweepAsync("SweepBatches", async () => await sweeps.BatchesAsync(stoppingToken));
            await SweepAsync("SweepAnchors", () => sweeps.AnchorsAsync(stoppingToken));
            await SweepAsync("SweepErasures", () => erasure.SweepAsync(stoppingToken));
            await SweepAsync("PurgeExpired", () => PurgeAsync(stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now >= nextPurge)
        {
            await sweeps.IdempotencyAsync(cancellationToken);
            await sweeps.RequestLogAsync(cancellationToken);
            await workflows.PurgeAsync(now - HistoryRetention, cancellationToken);
            nextPurge = now + PurgePeriod;
        }
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
