using System.Globalization;
using LearnCoin.Core.Events;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Webhooks;

/// <summary>What attempts need of the rest of the product.</summary>
internal sealed record DeliveryParts(
    DeliveryStore Deliveries, WebhookStore Endpoints, EventStore Events, TenantStore Tenants, EndpointHealth Health, DeliveryGate Gate, AttemptSender Sender);

/// <summary>
/// Makes the attempts of <see cref="DeliverWebhookWorkflow"/>. A crash between the sending and its entry sends again, under the same ids and
/// the same number: at least once is what is promised.
/// </summary>
internal sealed class DeliveryAttempts(DeliveryParts parts, WebhookMetrics metrics, TimeProvider time)
{
    /// <summary>Of a delivery that was retried by hand again and again, the newest stay.</summary>
    private const int KeptAttempts = 50;

    // A clock that differs by less was not set, it is another host's.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FailingAfter = TimeSpan.FromSeconds(10);

    public void Register(WorkflowCatalog catalog) => catalog
        .Add(DeliverWebhookWorkflow.Name, (WorkflowBody)DeliverWebhookWorkflow.RunAsync)
        .AddWaiting(DeliverWebhookWorkflow.Attempt, AttemptAsync);

    private async Task<string> AttemptAsync(string reference, CancellationToken cancellationToken)
    {
        var (webhook, id) = Delivery.Parse(reference);
        if (await parts.Deliveries.FindAsync(webhook, id, cancellationToken) is not { State: DeliveryState.Pending } delivery)
        {
            return Answer(await parts.Deliveries.CloseAsync(webhook, id, cancellationToken));
        }

        if (DueAt(delivery) is { } later)
        {
            return Text(later);
        }

        if (await parts.Endpoints.FindAsync(delivery.Tenant, delivery.Environment, webhook, cancellationToken) is not { } endpoint)
        {
            return await FailAsync(delivery, WebhookFailures.EndpointDeleted, cancellationToken);
        }

        if (await WordAgainstAsync(delivery, endpoint, cancellationToken) is { } word)
        {
            return await FailAsync(delivery, word, cancellationToken);
        }

        var (place, away) = await parts.Gate.EnterAsync(Visitor.Of(endpoint, IsFailing(endpoint), delivery.Attempts.Count == 0), cancellationToken);
        if (place is null)
        {
            metrics.TurnedAway();
            return Text(time.GetUtcNow() + away);
        }

        using (place)
        {
            return await parts.Events.FindAsync(delivery.Tenant, delivery.Environment, delivery.Event, cancellationToken) is { } published
                ? await AttemptAsync(delivery, endpoint, published, place, cancellationToken)
                : await FailAsync(delivery, WebhookFailures.EventExpired, cancellationToken);
        }
    }

    /// <summary>Why no attempt is made, in a word; null: one is.</summary>
    private async Task<string?> WordAgainstAsync(Delivery delivery, WebhookEndpoint endpoint, CancellationToken cancellationToken) =>
        !endpoint.IsActive ? WebhookFailures.EndpointDisabled
        // Who asked for it is gone, with the process that made it.
        : delivery is { IsTest: true, RestartedAfter: null } ? WebhookFailures.Interrupted
        : await parts.Tenants.FindAsync(delivery.Tenant, cancellationToken) is { SuspendedAt: not null } ? WebhookFailures.TenantSuspended
        : null;

    /// <summary>One failure among successes makes nobody wait.</summary>
    private bool IsFailing(WebhookEndpoint endpoint) => endpoint.FailingSince is { } since && time.GetUtcNow() - since >= FailingAfter;

    /// <summary>When it is due, if that is later than now.</summary>
    private DateTimeOffset? DueAt(Delivery delivery)
    {
        var now = time.GetUtcNow();
        // A clock that was ahead and is right again must not hold a delivery up for that long.
        var told = delivery.Attempts.Count == 0 ? delivery.CreatedAt : delivery.Attempts[^1].At;
        return delivery.NextAt > now && now > told - ClockTolerance ? delivery.NextAt : null;
    }

    private async Task<string> AttemptAsync(
        Delivery delivery, WebhookEndpoint endpoint, PublishedEvent published, DeliveryGate.Place place, CancellationToken cancellationToken)
    {
        var (attempt, answer) = await parts.Sender.SendAsync(endpoint, published, delivery.NextAttempt, place, cancellationToken);
        // The endpoint first: should this end in between, the attempt is made again; the other way round, nobody would look at the endpoint again.
        var standing = delivery.IsTest && !answer.IsSuccess ? endpoint : await parts.Health.EnterAsync(endpoint, answer, cancellationToken);
        return await EnterAsync(delivery, attempt, answer, standing is { IsActive: true } && !delivery.IsTest, published, cancellationToken);
    }

    /// <summary>Writes the attempt into the row, unless another process has.</summary>
    private async Task<string> EnterAsync(
        Delivery delivery, DeliveryAttempt attempt, WebhookAnswer answer, bool mayGoOn, PublishedEvent published, CancellationToken cancellationToken)
    {
        var isOver = false;
        var entered = await parts.Deliveries.ChangeAsync(
            delivery.Webhook,
            delivery.Id,
            current =>
            {
                var isOurs = current.State == DeliveryState.Pending && current.NextAttempt == attempt.Number;
                var next = isOurs ? After(current, attempt, mayGoOn && !answer.IsSuccess ? WaitAfter(current, attempt, answer) : null) : null;
                isOver = next is { State: not DeliveryState.Pending };
                return next;
            },
            cancellationToken);
        if (isOver)
        {
            metrics.Over(answer.Failure, published.Event.Time, time.GetUtcNow());
        }

        return Answer(entered);
    }

    /// <summary>One that was set going again while this attempt was under way has its schedule before it.</summary>
    private static TimeSpan? WaitAfter(Delivery current, DeliveryAttempt attempt, WebhookAnswer answer) =>
        DeliverySchedule.WaitAfter(current.Id, Math.Max(1, attempt.Number - (current.RestartedAfter ?? 0)), answer.RetryAfter);

    private Delivery After(Delivery current, DeliveryAttempt attempt, TimeSpan? wait) => current with
    {
        State = attempt.Failure is null ? DeliveryState.Delivered : wait is null ? DeliveryState.Failed : DeliveryState.Pending,
        Attempts = [.. current.Attempts.TakeLast(KeptAttempts - 1), attempt],
        // From the end of the attempt: whoever took 15 s to fail is not asked again a second after it began.
        NextAt = attempt.Failure is null || wait is null ? null : time.GetUtcNow() + wait,
    };

    private async Task<string> FailAsync(Delivery delivery, string word, CancellationToken cancellationToken)
    {
        var failed = await parts.Deliveries.ChangeAsync(
            delivery.Webhook,
            delivery.Id,
            current => current.State == DeliveryState.Pending ? current with { State = DeliveryState.Failed, NextAt = null, Failure = word } : null,
            cancellationToken);
        metrics.Over(word, delivery.CreatedAt, time.GetUtcNow());
        return Answer(failed);
    }

    /// <summary>What the workflow is told: when to come again, or that it is over.</summary>
    private static string Answer(Delivery? standing) =>
        standing is { State: DeliveryState.Pending, NextAt: { } next } ? Text(next) : DeliverWebhookWorkflow.Over;

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
