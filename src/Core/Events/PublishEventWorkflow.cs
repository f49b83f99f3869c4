using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Events;

/// <summary>Puts an event on its way to each endpoint that wants it. Instance id is the event's id; the deliveries are not waited for.</summary>
public sealed class PublishEventWorkflow(EventStore events, Outbox outbox, WebhookStore endpoints, DeliveryStore deliveries, IWorkflows workflows, TimeProvider time)
{
    public const string Name = "PublishEvent";
    public const string FanOut = "FanOutEvent";

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog.Add(Name, (WorkflowBody)RunAsync).Add(FanOut, (ActivityBody)FanOutAsync);
    }

    /// <param name="context">The host's.</param>
    /// <param name="reference">Tenant, environment and id of the event.</param>
    public static async Task<string> RunAsync(IWorkflowContext context, string reference)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return await context.CallAsync(FanOut, reference, RetryPolicy.Patient);
        }
        catch (ActivityFailedException)
        {
            // Hours of tries did not help: its note is there, SweepOutbox starts this again.
            return "stuck";
        }
    }

    /// <returns>How many deliveries.</returns>
    private async Task<string> FanOutAsync(string reference, CancellationToken cancellationToken)
    {
        if (await events.FindAsync(reference, cancellationToken) is not { } published)
        {
            return "0";
        }

        var wanting = (await endpoints.ListAsync(published.Tenant, published.Environment, cancellationToken))
            .Where(endpoint => endpoint.Wants(published.Event.Type))
            .ToList();
        // Side by side: each is a few small writes, and the last endpoint should not wait for all before it.
        await Task.WhenAll(wanting.Select(endpoint => BeginAsync(published, endpoint, cancellationToken)));
        await outbox.EndAsync(published.Id, cancellationToken);
        return wanting.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task BeginAsync(PublishedEvent published, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var delivery = Delivery.Of(published, endpoint.Id, time.GetUtcNow());
        await deliveries.AddAsync(delivery, cancellationToken);
        await workflows.StartAsync(DeliverWebhookWorkflow.Name, delivery.Id.Value, delivery.Reference, cancellationToken);
    }
}
