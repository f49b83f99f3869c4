using LearnCoin.Core.Anchoring;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>One function an activity of <see cref="AnchorPreparation"/> and <see cref="AnchorActivities"/>.</summary>
public sealed class AnchorActivityFunctions(ActivityRunner runner)
{
    [Function(AnchorPreparation.Prepare)]
    public Task<string> PrepareAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(AnchorPreparation.Prepare, input, client, cancellationToken);

    [Function(AnchorActivities.Broadcast)]
    public Task<string> BroadcastAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(AnchorActivities.Broadcast, input, client, cancellationToken);

    [Function(AnchorActivities.Observe)]
    public Task<string> ObserveAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(AnchorActivities.Observe, input, client, cancellationToken);

    [Function(AnchorActivities.Confirm)]
    public Task<string> ConfirmAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(AnchorActivities.Confirm, input, client, cancellationToken);
}
