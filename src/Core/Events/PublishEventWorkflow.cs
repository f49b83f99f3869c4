using System.Globalization;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Webhooks;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Events;

/// <summary>Puts an event on its way to each endpoint that wants it. Instance id is the event's id; the deliveries are not waited for.</summary>
public sealed class PublishEventWorkflow(EventStore events, Outbox outbox, WebhookStore endpoints, DeliveryStore deliveries, TenantStore tenants, IWorkflows workflows, TimeProvider time)
{
    public const string Name = "PublishEvent";
    public const string FanOut = "FanOutEvent";

    private const int SideBySide = 32;

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        // Beside the places for work: events must not queue up behind signing and anchoring.
        catalog.Add(Name, (WorkflowBody)RunAsync).AddWaiting(FanOut, FanOutAsync);
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
        var (tenant, environment, id) = EventStore.Parse(reference);
        var count = await events.FindAsync(tenant, environment, id, cancellationToken) is { } published && await IsServedAsync(tenant, cancellationToken)
            ? await BeginAsync(published, cancellationToken)
            // It has had its time, or nobody is to be told: no sweep need start this again.
            : 0;
        await outbox.EndAsync(id, cancellationToken);
        return count.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<bool> IsServedAsync(TenantId id, CancellationToken cancellationToken) =>
        await tenants.FindAsync(id, cancellationToken) is { SuspendedAt: null };

    private async Task<int> BeginAsync(PublishedEvent published, CancellationToken cancellationToken)
    {
        var wanting = (await endpoints.ListAsync(published.Tenant, published.Environment, cancellationToken))
            .Where(endpoint => endpoint.Wants(published.Event.Type))
            .ToList();
        // Side by side: each is a few small writes, and the last endpoint should not wait for all before it.
        var options = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanting, options, async (endpoint, stop) => await BeginAsync(published, endpoint, stop));
        return wanting.Count;
    }

    private async Task BeginAsync(PublishedEvent published, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var delivery = Delivery.Of(published, endpoint.Id, time.GetUtcNow());
        await deliveries.AddAsync(delivery, cancellationToken);
        await workflows.StartAsync(DeliverWebhookWorkflow.Name, delivery.Id.Value, delivery.Reference, cancellationToken);
    }
}
