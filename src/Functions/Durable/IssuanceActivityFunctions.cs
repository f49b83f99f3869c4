using LearnCoin.Core.Issuance;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>One function an activity of <see cref="IssuanceActivities"/>.</summary>
public sealed class IssuanceActivityFunctions(ActivityRunner runner)
{
    [Function(IssuanceActivities.SignBatch)]
    public Task<string> SignBatchAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(IssuanceActivities.SignBatch, input, client, cancellationToken);

    [Function(IssuanceActivities.BuildTree)]
    public Task<string> BuildTreeAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(IssuanceActivities.BuildTree, input, client, cancellationToken);

    [Function(IssuanceActivities.EnqueueRoot)]
    public Task<string> EnqueueRootAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(IssuanceActivities.EnqueueRoot, input, client, cancellationToken);

    [Function(IssuanceActivities.MarkAnchored)]
    public Task<string> MarkAnchoredAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(IssuanceActivities.MarkAnchored, input, client, cancellationToken);

    [Function(IssuanceActivities.FailBatch)]
    public Task<string> FailBatchAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(IssuanceActivities.FailBatch, input, client, cancellationToken);
}
