using LearnCoin.Core.Audit;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Webhooks;

/// <summary>Makes one attempt: writes the body, signs and sends it, and makes what the log keeps of it.</summary>
internal sealed class AttemptSender(EventData data, OpenedSecrets secrets, IWebhookSender sender, WebhookMetrics metrics, TimeProvider time, IEntropy entropy)
{
    /// <param name="endpoint">To whom.</param>
    /// <param name="published">What.</param>
    /// <param name="number">1 first.</param>
    /// <param name="place">In the gate: left for another when the answer is long in coming.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Keys.KeyUnavailableException">The key store cannot open a secret now: nothing was sent.</exception>
    public async Task<(DeliveryAttempt Attempt, WebhookAnswer Answer)> SendAsync(
        WebhookEndpoint endpoint, PublishedEvent published, int number, DeliveryGate.Place place, CancellationToken cancellationToken)
    {
        var body = await data.BodyAsync(published, cancellationToken);
        var at = time.GetUtcNow();
        var requestId = RequestPartition.IdPrefix + Ulid.Create(at, entropy);
        var headers = await HeadersAsync(endpoint, published.Id, at, body, number, requestId, cancellationToken);
        var started = time.GetTimestamp();
        var answer = await PostAsync(new WebhookRequest(new Uri(endpoint.Url), body, headers), place, cancellationToken);
        var took = time.GetElapsedTime(started);
        metrics.Attempted(answer, took);
        var attempt = new DeliveryAttempt(number, at, (int)took.TotalMilliseconds, answer.Status, answer.Failure, AnswerText.Keep(answer.Answer, body))
        {
            RequestId = requestId,
        };
        return (attempt, answer);
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> HeadersAsync(
        WebhookEndpoint endpoint, EventId id, DateTimeOffset at, ReadOnlyMemory<byte> body, int number, string requestId, CancellationToken cancellationToken)
    {
        var keys = await secrets.OfAsync(endpoint, at, cancellationToken);
        try
        {
            return WebhookSignature.Headers(id, at, body, keys, number, requestId);
        }
        finally
        {
            foreach (var key in keys)
            {
                key.Dispose();
            }
        }
    }

    private async Task<WebhookAnswer> PostAsync(WebhookRequest request, DeliveryGate.Place place, CancellationToken cancellationToken)
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
}
