using System.Text.Json;
using LearnCoin.Core.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>The activity behind <see cref="IWorkflowContext.StartChildAsync"/>: through the port, so that a live instance is never replaced.</summary>
public sealed class StartWorkflowFunction(IWorkflows workflows, DurableClients clients)
{
    public const string Name = "StartWorkflow";

    /// <param name="input">A <see cref="ChildStart"/> as JSON.</param>
    /// <returns>The instance's id.</returns>
    /// <exception cref="WorkflowFaultException">The start failed; the message is the type of its exception.</exception>
    [Function(Name)]
    public async Task<string> RunAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Use(client);
        try
        {
            var child = JsonSerializer.Deserialize<ChildStart>(input) ?? throw new InvalidDataException("Nothing to start");
            await workflows.StartAsync(child.Workflow, child.Instance, child.Input, cancellationToken);
            return child.Instance;
        }
        catch (Exception exception)
        {
            throw WorkflowFaultException.Of(exception);
        }
    }
}

/// <summary>Input of <see cref="StartWorkflowFunction"/>: names and ids only.</summary>
internal sealed record ChildStart(string Workflow, string Instance, string Input);
