using LearnCoin.Core.Workflows;
using Microsoft.DurableTask;

namespace LearnCoin.Functions.Durable;

/// <summary>Runs a body of the catalog as an orchestration.</summary>
internal static class Orchestration
{
    /// <exception cref="WorkflowFaultException">The body ended with an exception, whose type is the message.</exception>
    public static async Task<string> RunAsync(WorkflowCatalog catalog, string workflow, TaskOrchestrationContext context, WorkflowInput given)
    {
        try
        {
            return await BodyOf(catalog, workflow, context.Version)(new DurableContext(context, given), given.Input);
        }
        catch (Exception exception)
        {
            throw WorkflowFaultException.Of(exception);
        }
    }

    /// <summary>
    /// The body that the instance began with: <c>name@version</c> where the catalog keeps one for the version under which the instance was
    /// started, else <c>name</c>. See "Changing a workflow safely" in docs/operations.md.
    /// </summary>
    private static WorkflowBody BodyOf(WorkflowCatalog catalog, string workflow, string? version) =>
        catalog.Workflows.GetValueOrDefault($"{workflow}@{version}") ?? catalog.Workflows[workflow];
}
