using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Threading.Channels;
using LearnCoin.Core.Alerts;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Local.Alerts;

/// <summary>
/// POSTs alerts to the URL that the operator set, one at a time in the background. A few are sent as they come; a storm of failures becomes
/// one alert a second that tells how many it stands for. The URL may hold a secret: no log line shows it.
/// </summary>
public sealed partial class HttpAlerts : IAlerts, IAsyncDisposable
{
    // What does not fit is counted into the next alert.
    private const int MaxWaiting = 16;
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(16)];

    // The host has 5 s to end in all.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private static readonly string Version =
        typeof(IAlerts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly Channel<Alert> waiting = Channel.CreateBounded<Alert>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly CancellationTokenSource stopping = new();
    private readonly Uri url;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly HttpClient http;
    private readonly AlertPace pace;
    private readonly Task loop;
    private int folded;
    private bool isDown;

    /// <param name="url">Absolute http or https URL.</param>
    /// <param name="time">Clock of the pace and the waits.</param>
    /// <param name="logger">Told once when alerts cannot be delivered, and once when they can again.</param>
    /// <param name="handler">Null for the network.</param>
    public HttpAlerts(Uri url, TimeProvider time, ILogger logger, HttpMessageHandler? handler = null)
    {
        this.url = url;
        this.time = time;
        this.logger = logger;
        pace = new AlertPace(time, MaxWaiting, Pace);
        http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = SendTimeout,
        };
        loop = Task.Run(LoopAsync);
    }

    public void Raise(Alert alert)
    {
        if (!waiting.Writer.TryWrite(alert))
        {
            Interlocked.Increment(ref folded);
        }
    }

    /// <summary>Sends what waits, as far as a short while allows.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        // Before the deadline too: nobody waits for the pace or for a retry any more.
        pace.End();
        try
        {
            await loop.WaitAsync(LastWords, time);
        }
        catch (TimeoutException)
        {
            await stopping.CancelAsync();
            await loop;
        }

        http.Dispose();
        stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            await foreach (var alert in waiting.Reader.ReadAllAsync(stopping.Token))
            {
                await pace.WaitAsync(stopping.Token);
                await DeliverAsync(alert);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task DeliverAsync(Alert alert)
    {
        var others = Interlocked.Exchange(ref folded, 0);
        var body = Body(alert, others);
        for (var tries = 0; ; tries++)
        {
            var failure = await SendAsync(body);
            if (failure is null)
            {
                if (isDown)
                {
                    isDown = false;
                    LogBack(logger);
                }

                return;
            }

            if (!isDown)
            {
                isDown = true;
                LogDown(logger, failure);
            }

            if (tries == Waits.Length || pace.HasEnded)
            {
                // Not forgotten: the next one that gets through tells of these too.
                Interlocked.Add(ref folded, others + 1);
                return;
            }

            await Task.Delay(Waits[tries], time, stopping.Token);
        }
    }

    /// <returns>Null when the receiver took it, else why not: a status or an exception's type.</returns>
    private async Task<string?> SendAsync(byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping.Token);
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            return exception.GetType().Name;
        }
    }

    private static byte[] Body(Alert alert, int folded)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", alert.Type);
            json.WriteString("request_id", alert.RequestId);
            json.WriteString("time", alert.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("route", alert.Route);
            json.WriteString("subject", alert.Subject);
            json.WriteString("activity", alert.Activity);
            json.WriteString("reason", alert.Reason);
            json.WriteNumber("folded", folded);
            json.WriteString("service_version", Version);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "Alerts cannot be delivered: {Failure}. They are counted, and told with the next one that is")]
    private static partial void LogDown(ILogger logger, string failure);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Information, Message = "Alerts are delivered again")]
    private static partial void LogBack(ILogger logger);
}
