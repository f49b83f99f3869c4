using LearnCoin.Core.Events;
using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>Orchestrator of <see cref="PublishEventWorkflow"/>.</summary>
public sealed class PublishEventFunction(WorkflowCatalog catalog)
{
    [Function(PublishEventWorkflow.Name)]
    public Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, WorkflowInput input) =>
        Orchestration.RunAsync(catalog, PublishEventWorkflow.Name, context, input);
}

/// <summary>Orchestrator of <see cref="DeliverWebhookWorkflow"/>.</summary>
public sealed class DeliverWebhookFunction(WorkflowCatalog catalog)
{
    [Function(DeliverWebhookWorkflow.Name)]
    public Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, WorkflowInput input) =>
        Orchestration.RunAsync(catalog, DeliverWebhookWorkflow.Name, context, input);
}

/// <summary>One function an activity of events and webhooks.</summary>
public sealed class WebhookActivityFunctions(ActivityRunner runner)
{
    [Function(PublishEventWorkflow.FanOut)]
    public Task<string> FanOutAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(PublishEventWorkflow.FanOut, input, client, cancellationToken);

    [Function(DeliverWebhookWorkflow.Attempt)]
    public Task<string> AttemptAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunAsync(DeliverWebhookWorkflow.Attempt, input, client, cancellationToken);
}
