using LearnCoin.Core.Workflows;
using Microsoft.DurableTask.Client;

namespace LearnCoin.Functions.Durable;

/// <summary>Runs an activity of the catalog for its function.</summary>
public sealed class ActivityRunner(WorkflowCatalog catalog, DurableClients clients) : IDisposable
{
    /// <summary>
    /// Activities that work, not wait, at a time. The host's own bound (host.json, maxConcurrentActivityFunctions) is far higher, for the
    /// deliveries that wait for subscribers; so many batches in memory would be too much.
    /// </summary>
    private const int MaxWorking = 32;

    private readonly SemaphoreSlim working = new(MaxWorking);

    public void Dispose() => working.Dispose();

    /// <exception cref="WorkflowFaultException">The activity failed; the message is the type of its exception.</exception>
    internal async Task<string> RunAsync(string activity, string input, DurableTaskClient client, CancellationToken cancellationToken)
    {
        clients.Use(client);
        var isWork = !catalog.IsWaiting(activity);
        try
        {
            if (isWork)
            {
                await working.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException exception)
        {
            throw WorkflowFaultException.Of(exception);
        }

        try
        {
            return await catalog.Activities[activity](input, cancellationToken);
        }
        catch (Exception exception)
        {
            throw WorkflowFaultException.Of(exception);
        }
        finally
        {
            if (isWork)
            {
                working.Release();
            }
        }
    }
}
