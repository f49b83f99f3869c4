using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace LearnCoin.Functions.Durable;

/// <summary>Orchestrator of <see cref="IssueBatchWorkflow"/>.</summary>
public sealed class IssueBatchFunction(WorkflowCatalog catalog)
{
    [Function(IssueBatchWorkflow.Name)]
    public Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, WorkflowInput input) =>
        Orchestration.RunAsync(catalog, IssueBatchWorkflow.Name, context, input);
}

/// <summary>Orchestrator of the lane (<see cref="AnchorWorkflows"/>).</summary>
public sealed class AnchorLaneFunction(WorkflowCatalog catalog)
{
    [Function(AnchorWorkflows.Lane)]
    public Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, WorkflowInput input) =>
        Orchestration.RunAsync(catalog, AnchorWorkflows.Lane, context, input);
}

/// <summary>Orchestrator of the follower (<see cref="AnchorWorkflows"/>).</summary>
public sealed class FollowAnchorFunction(WorkflowCatalog catalog)
{
    [Function(AnchorWorkflows.Follower)]
    public Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, WorkflowInput input) =>
        Orchestration.RunAsync(catalog, AnchorWorkflows.Follower, context, input);
}
