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
/// <param name="Answer">Beginning of the answer's body as text.</param>
/// <param name="RetryAfter">What the answer asks for, in either form of the header (RFC 9110 section 10.2.3).</param>
public sealed record WebhookAnswer(int? Status, string? Failure, string? Answer, TimeSpan? RetryAfter);

/// <summary>Words for what goes wrong with an attempt: in the delivery log, for the tenant. Stored: never rename one.</summary>
public static class WebhookFailures
{
    public const string Status = "status";
    public const string Redirect = "redirect";
    public const string Timeout = "timeout";
    public const string AddressForbidden = "address_forbidden";
    public const string Unreachable = "unreachable";
    public const string Tls = "tls";
}

/// <summary>Where nothing can be sent: a command line that runs no workflows.</summary>
public sealed class NoWebhookSender : IWebhookSender
{
    public static readonly NoWebhookSender Instance = new();

    public ValueTask<WebhookAnswer> PostAsync(WebhookRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new WebhookAnswer(null, WebhookFailures.Unreachable, null, null));
}
