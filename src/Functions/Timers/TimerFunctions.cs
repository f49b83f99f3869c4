using LearnCoin.Core;
using LearnCoin.Core.Timers;
using LearnCoin.Functions.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Timers;

/// <summary>
/// A timer trigger for each timed task of Core, with its period; NCRONTAB has six fields, the first is seconds. Apart by some seconds, so that
/// they do not all read at once. A task runs under a lease: were two hosts to fire, one works.
/// </summary>
public sealed class TimerFunctions(LearnCoinCore core, DurableClients clients)
{
    [Function(TimerNames.SweepBatches)]
    public Task SweepBatchesAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(TimerNames.SweepBatches, client, cancellationToken);

    [Function(TimerNames.SweepAnchors)]
    public Task SweepAnchorsAsync([TimerTrigger("10 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(TimerNames.SweepAnchors, client, cancellationToken);

    [Function(TimerNames.SweepDids)]
    public Task SweepDidsAsync([TimerTrigger("20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(TimerNames.SweepDids, client, cancellationToken);

    [Function(TimerNames.SweepErasures)]
    public Task SweepErasuresAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(TimerNames.SweepErasures, client, cancellationToken);

    [Function(TimerNames.SweepOutbox)]
    public Task SweepOutboxAsync([TimerTrigger("50 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(TimerNames.SweepOutbox, client, cancellationToken);

    [Function(TimerNames.PurgeExpired)]
    public Task PurgeExpiredAsync([TimerTrigger("40 7 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync(TimerNames.PurgeExpired, client, cancellationToken);

    /// <exception cref="TimedTaskFailedException">It failed; the host logs it, and the timer fires again after the period.</exception>
    private async Task RunAsync(string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Use(client);
        await core.Timers.RunAsync(name, cancellationToken);
    }
}
