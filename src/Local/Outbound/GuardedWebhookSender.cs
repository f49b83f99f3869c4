using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Local.Outbound;

/// <summary>Sends webhooks through <see cref="GuardedConnections"/>; connections to an endpoint are used again for a minute.</summary>
public sealed class GuardedWebhookSender : IWebhookSender, IDisposable
{
    /// <summary>Bytes of an answer that are read, so that its connection can be used again; a longer one is left.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>For the body once the status is there, which has said all that counts: a body that drips must not hold a place.</summary>
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpClient http;
    private readonly OutboundRules rules;
    private readonly TimeProvider time;
    private readonly TimeSpan timeout;

    /// <param name="rules">What may be reached.</param>
    /// <param name="time">Clock, for dates in Retry-After.</param>
    /// <param name="resolve">Null: the system's resolver.</param>
    /// <param name="timeout">From connect to the answer's last byte; null: <see cref="GuardedConnections.Timeout"/>.</param>
    public GuardedWebhookSender(OutboundRules rules, TimeProvider time, HostResolver? resolve = null, TimeSpan? timeout = null)
    {
        this.rules = rules;
        this.time = time;
        this.timeout = timeout ?? GuardedConnections.Timeout;
        http = new HttpClient(GuardedConnections.CreateHandler(rules, resolve)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async ValueTask<WebhookAnswer> PostAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!rules.Allows(request.Url))
        {
            return Failed(WebhookFailures.AddressForbidden);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await SendAsync(request, limit);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return Failed(WebhookFailures.Timeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or InvalidOperationException)
        {
            return Failed(WordOf(exception));
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<WebhookAnswer> SendAsync(WebhookRequest request, CancellationTokenSource limit)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, request.Url) { Content = new ReadOnlyMemoryContent(request.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        var status = (int)response.StatusCode;
        using var body = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        body.CancelAfter(BodyTimeout);
        var text = await ReadAsync(response.Content, body.Token);
        var failure = status is >= 200 and < 300 ? null : status is >= 300 and < 400 ? WebhookFailures.Redirect : WebhookFailures.Status;
        return new WebhookAnswer(status, failure, text, failure is null ? null : RetryAfter(response.Headers.RetryAfter));
    }

    /// <summary>The beginning of the body; null when it is compressed, which was not asked for, or there is none.</summary>
    private static async Task<string?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var kept = new byte[WebhookAnswer.MaxTextBytes];
        var rest = new byte[4096];
        var (length, total, read) = (0, 0, 1);
        try
        {
            using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (read > 0 && total < MaxAnswerBytes)
            {
                read = await stream.ReadAsync(length < kept.Length ? kept.AsMemory(length) : rest.AsMemory(0, Math.Min(rest.Length, MaxAnswerBytes - total)), cancellationToken);
                length += length < kept.Length ? read : 0;
                total += read;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // The status has said whether the event was taken; a body that breaks off, or never ends, says nothing more.
        }

        return length == 0 || content.Headers.ContentEncoding.Count > 0 ? null : Encoding.UTF8.GetString(kept, 0, length);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked) => asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);

    private static WebhookAnswer Failed(string word) => new(null, word, null, null);

    private static string WordOf(Exception exception) => exception switch
    {
        { InnerException: ForbiddenAddressException } => WebhookFailures.AddressForbidden,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } => WebhookFailures.Tls,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.ConfigurationLimitExceeded } =>
            WebhookFailures.BadAnswer,
        HttpRequestException => WebhookFailures.Unreachable,
        _ => WebhookFailures.BadAnswer,
    };
}
