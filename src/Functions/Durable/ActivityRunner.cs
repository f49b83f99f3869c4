using LearnCoin.Core.Workflows;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>Runs an activity of the catalog for its function.</summary>
public sealed class ActivityRunner(WorkflowCatalog catalog, DurableClients clients)
{
    /// <exception cref="WorkflowFaultException">The activity failed; the message is the type of its exception.</exception>
    internal async Task<string> RunAsync(string activity, string input, DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Use(client);
        try
        {
            return await catalog.Activities[activity](input, cancellationToken);
        }
        catch (Exception exception)
        {
            throw WorkflowFaultException.Of(exception);
        }
    }
}
