using LearnCoin.Core.Kernel;
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
        var failures = new FirstFailure();
        await foreach (var note in deliveries.ListOpenAsync(cancellationToken))
        {
            open++;
            if (note.NextAt + Patience < time.GetUtcNow())
            {
                await failures.TryAsync(() => LookAsync(note, cancellationToken), cancellationToken);
            }
        }

        metrics.Looked(open);
        failures.Throw();
    }

    private async Task LookAsync(OpenDelivery note, CancellationToken cancellationToken)
    {
        if (await deliveries.FindAsync(note.Webhook, note.Id, cancellationToken) is not { State: DeliveryState.Pending } delivery)
        {
            await deliveries.CloseAsync(note.Webhook, note.Id, cancellationToken);
            return;
        }

        // A live workflow may wait for a time that was told before somebody asked: whoever asked died before he woke it. Once is enough.
        if (!await workflows.StartAsync(DeliverWebhookWorkflow.Name, delivery.Id.Value, delivery.Reference, cancellationToken) && note.IsAskedFor)
        {
            await workflows.RaiseEventAsync(delivery.Id.Value, DeliverWebhookWorkflow.RetryNow, "", cancellationToken);
            await deliveries.TellAsync(delivery, cancellationToken);
        }
    }
}
