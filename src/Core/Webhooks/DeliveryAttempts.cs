using System.Globalization;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Webhooks;

/// <summary>What attempts need of the rest of the product.</summary>
internal sealed record DeliveryParts(DeliveryStore Deliveries, WebhookStore Endpoints, EventStore Events, EventData Data, Outbox Outbox);

/// <summary>
/// Makes the attempts of <see cref="DeliverWebhookWorkflow"/>. A crash between the sending and its entry sends again, under the same ids and
/// the same number: at least once is what is promised.
/// </summary>
internal sealed class DeliveryAttempts(
    DeliveryParts parts, OpenedSecrets secrets, IWebhookSender sender, WebhookMetrics metrics, TimeProvider time, IEntropy entropy)
{
    /// <summary>Of a delivery that was retried by hand again and again, the newest stay.</summary>
    private const int KeptAttempts = 50;

    // A clock that differs by less was not set, it is another host's.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FailingAfter = TimeSpan.FromSeconds(10);

    private readonly DeliveryGate gate = new(time, entropy);
    private readonly EndpointHealth health = new(parts.Endpoints, parts.Outbox, time);

    public void Register(WorkflowCatalog catalog) => catalog
        .Add(DeliverWebhookWorkflow.Name, (WorkflowBody)DeliverWebhookWorkflow.RunAsync)
        .AddWaiting(DeliverWebhookWorkflow.Attempt, AttemptAsync);

    private async Task<string> AttemptAsync(string reference, CancellationToken cancellationToken)
    {
        var (webhook, id) = Delivery.Parse(reference);
        if (await parts.Deliveries.FindAsync(webhook, id, cancellationToken) is not { State: DeliveryState.Pending } delivery)
        {
            await parts.Deliveries.CloseAsync(id, cancellationToken);
            return DeliverWebhookWorkflow.Over;
        }

        if (DueAt(delivery) is { } later)
        {
            return Text(later);
        }

        if (await parts.Endpoints.FindAsync(delivery.Tenant, delivery.Environment, webhook, cancellationToken) is not { } endpoint)
        {
            return await FailAsync(delivery, WebhookFailures.EndpointDeleted, cancellationToken);
        }

        if (!endpoint.IsActive)
        {
            return await FailAsync(delivery, WebhookFailures.EndpointDisabled, cancellationToken);
        }

        var (place, away) = await gate.EnterAsync(webhook, IsFailing(endpoint), delivery.Attempts.Count == 0, cancellationToken);
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
        var body = await parts.Data.BodyAsync(published, cancellationToken);
        var at = time.GetUtcNow();
        IReadOnlyList<KeyValuePair<string, string>> headers;
        var keys = await secrets.OfAsync(endpoint, at, cancellationToken);
        try
        {
            headers = WebhookSignature.Headers(published.Id, at, body, keys, delivery.NextAttempt, RequestPartition.IdPrefix + Ulid.Create(at, entropy));
        }
        finally
        {
            foreach (var key in keys)
            {
                key.Dispose();
            }
        }

        var started = time.GetTimestamp();
        var answer = await SendAsync(new WebhookRequest(new Uri(endpoint.Url), body, headers), place, cancellationToken);
        var took = time.GetElapsedTime(started);
        metrics.Attempted(answer, took);
        var attempt = new DeliveryAttempt(
            delivery.NextAttempt, at, (int)took.TotalMilliseconds, answer.Status, answer.Failure, AnswerText.Keep(answer.Answer, body));
        // The endpoint first: should this end in between, the attempt is made again; the other way round, nobody would look at the endpoint again.
        var standing = await health.EnterAsync(endpoint, answer, cancellationToken);
        return await EnterAsync(delivery, attempt, answer, standing is { IsActive: true }, published, cancellationToken);
    }

    private async Task<WebhookAnswer> SendAsync(WebhookRequest request, DeliveryGate.Place place, CancellationToken cancellationToken)
    {
        metrics.Begun();
        try
        {
            var sending = sender.PostAsync(request, cancellationToken).AsTask();
            if (!sending.IsCompleted && await Task.WhenAny(sending, Task.Delay(DeliveryGate.SlowAfter, time, cancellationToken)) != sending)
            {
                place.StepAside();
            }

            return await sending;
        }
        finally
        {
            metrics.Ended();
        }
    }

    /// <summary>Writes the attempt into the row, unless another process has.</summary>
    private async Task<string> EnterAsync(
        Delivery delivery, DeliveryAttempt attempt, WebhookAnswer answer, bool mayGoOn, PublishedEvent published, CancellationToken cancellationToken)
    {
        var wait = mayGoOn && !answer.IsSuccess ? DeliverySchedule.WaitAfter(delivery.Id, attempt.Number, answer.RetryAfter) : null;
        var isOurs = false;
        var entered = await parts.Deliveries.ChangeAsync(
            delivery.Webhook,
            delivery.Id,
            current =>
            {
                isOurs = current.State == DeliveryState.Pending && current.NextAttempt == attempt.Number;
                return isOurs ? After(current, attempt, wait) : null;
            },
            cancellationToken);
        if (isOurs && entered is { State: not DeliveryState.Pending })
        {
            metrics.Over(answer.Failure, published.Event.Time, time.GetUtcNow());
        }

        return entered is { State: DeliveryState.Pending, NextAt: { } next } ? Text(next) : DeliverWebhookWorkflow.Over;
    }

    private Delivery After(Delivery current, DeliveryAttempt attempt, TimeSpan? wait) => current with
    {
        State = attempt.Failure is null ? DeliveryState.Delivered : wait is null ? DeliveryState.Failed : DeliveryState.Pending,
        Attempts = [.. current.Attempts.TakeLast(KeptAttempts - 1), attempt],
        // From the end of the attempt: whoever took 15 s to fail is not asked again a second after it began.
        NextAt = attempt.Failure is null || wait is null ? null : time.GetUtcNow() + wait,
    };

    private async Task<string> FailAsync(Delivery delivery, string word, CancellationToken cancellationToken)
    {
        await parts.Deliveries.ChangeAsync(
            delivery.Webhook,
            delivery.Id,
            current => current.State == DeliveryState.Pending ? current with { State = DeliveryState.Failed, NextAt = null, Failure = word } : null,
            cancellationToken);
        metrics.Over(word, delivery.CreatedAt, time.GetUtcNow());
        return DeliverWebhookWorkflow.Over;
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
