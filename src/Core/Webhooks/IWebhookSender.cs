namespace LearnCoin.Core.Webhooks;

/// <summary>Sends webhooks through the guard that every request on behalf of a tenant goes through (Core/Outbound).</summary>
public interface IWebhookSender
{
    /// <summary>POSTs a JSON body. Never throws but for cancellation: what fails is an outcome.</summary>
    ValueTask<WebhookAnswer> PostAsync(WebhookRequest request, CancellationToken cancellationToken);
}

/// <param name="Url">Where to.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Headers">Names and values, besides the content's own.</param>
public sealed record WebhookRequest(Uri Url, ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Failure">What went wrong, one of <see cref="WebhookFailures"/>; null: a 2xx.</param>
/// <param name="Answer">Beginning of the answer's body as text, at most <see cref="MaxTextBytes"/> of it.</param>
/// <param name="RetryAfter">What the answer asks for, in either form of the header (RFC 9110 section 10.2.3).</param>
public sealed record WebhookAnswer(int? Status, string? Failure, string? Answer, TimeSpan? RetryAfter)
{
    /// <summary>Bytes of an answer that are looked at; the log keeps fewer.</summary>
    public const int MaxTextBytes = 4096;

    public bool IsSuccess => Failure is null;

    /// <summary>Never the text: it may hold anything.</summary>
    public override string ToString() => $"{Status} {Failure}";
}

/// <summary>Words for what goes wrong with an attempt: in the delivery log, for the tenant. Stored: never rename one.</summary>
public static class WebhookFailures
{
    public const string Status = "status";
    public const string Redirect = "redirect";
    public const string Timeout = "timeout";
    public const string AddressForbidden = "address_forbidden";
    public const string Unreachable = "unreachable";
    public const string Tls = "tls";

    /// <summary>What came is no HTTP, or broke off.</summary>
    public const string BadAnswer = "bad_answer";

    // Ends of a delivery without an attempt.

    /// <summary>The endpoint gets nothing until it is enabled again.</summary>
    public const string EndpointDisabled = "endpoint_disabled";

    /// <summary>The tenant is suspended, and so gets nothing.</summary>
    public const string TenantSuspended = "tenant_suspended";

    /// <summary>Of a test: the process that made it ended before it had an answer.</summary>
    public const string Interrupted = "interrupted";

    public const string EndpointDeleted = "endpoint_deleted";

    /// <summary>The event is older than <c>Webhooks:RetentionDays</c>.</summary>
    public const string EventExpired = "event_expired";
}

/// <summary>Where nothing can be sent: a command line that runs no workflows.</summary>
public sealed class NoWebhookSender : IWebhookSender
{
    public static readonly NoWebhookSender Instance = new();

    public ValueTask<WebhookAnswer> PostAsync(WebhookRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new WebhookAnswer(null, WebhookFailures.Unreachable, null, null));
}
