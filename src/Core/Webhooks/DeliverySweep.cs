using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Webhooks;

/// <summary>Sets deliveries going again whose workflow ended without an end, and forgets the notes of those that are over.</summary>
internal sealed class DeliverySweep(DeliveryStore deliveries, OpenedSecrets secrets, Telemetry.WebhookMetrics metrics, IWorkflows workflows, TimeProvider time)
{
    // What is due for less is on its way.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        secrets.Evict();
        var open = 0;
        await foreach (var (webhook, id, nextAt) in deliveries.ListOpenAsync(cancellationToken))
        {
            open++;
            if (nextAt + Patience >= time.GetUtcNow())
            {
                continue;
            }

            if (await deliveries.FindAsync(webhook, id, cancellationToken) is { State: DeliveryState.Pending } delivery)
            {
                await workflows.StartAsync(DeliverWebhookWorkflow.Name, id.Value, delivery.Reference, cancellationToken);
            }
            else
            {
                await deliveries.CloseAsync(id, cancellationToken);
            }
        }

        metrics.Looked(open);
    }
}
