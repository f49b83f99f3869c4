using System.Collections.Concurrent;
using System.Text.Json;
using LearnCoin.EndToEnd.Parts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnCoin.EndToEnd.Webhooks;

/// <summary>How a receiver takes what it is sent.</summary>
internal enum Manner
{
    Well,

    /// <summary>Never answers.</summary>
    Hanging,

    /// <summary>Answers 500.</summary>
    Failing,

    /// <summary>Answers after two seconds.</summary>
    Slow,
}

/// <param name="Event">Id in the header.</param>
/// <param name="Body">Id in the body.</param>
/// <param name="Type">Of the event.</param>
/// <param name="Attempt">Number in the header.</param>
/// <param name="After">From the event's time to the arrival.</param>
internal sealed record Receipt(string Event, string Body, string Type, int Attempt, TimeSpan After);

/// <summary>Real HTTP servers of many subscribers: one listener, a path and a host for each. (On Linux the whole of 127/8 is this machine.)</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(2);

    private readonly WebApplication app;
    private readonly ConcurrentQueue<Receipt>[] receipts;
    private readonly Manner[] manners;

    private readonly int port;

    private Receivers(WebApplication app, int port, Manner[] manners)
    {
        this.app = app;
        this.manners = manners;
        this.port = port;
        receipts = [.. manners.Select(static _ => new ConcurrentQueue<Receipt>())];
    }

    internal int Count => manners.Length;

    internal static async Task<Receivers> StartAsync(Manner[] manners)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = Loopback.FreePort();
        builder.WebHost.UseUrls($"http://0.0.0.0:{port}");
        var app = builder.Build();
        var receivers = new Receivers(app, port, manners);
        app.MapPost("/{number:int}", receivers.TakeAsync);
        await app.StartAsync();
        return receivers;
    }

    internal string UrlOf(int number) => $"http://127.1.{number / 250}.{1 + (number % 250)}:{port}/{number}";

    internal Manner MannerOf(int number) => manners[number];

    internal IReadOnlyCollection<Receipt> Of(int number) => receipts[number];

    /// <summary>What receivers of a manner were sent, all of them together.</summary>
    internal IEnumerable<Receipt> Of(Manner manner) => Enumerable.Range(0, Count).Where(number => manners[number] == manner).SelectMany(Of);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context, int number)
    {
        var arrived = TimeProvider.System.GetUtcNow();
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var root = body.RootElement;
        receipts[number].Enqueue(new Receipt(
            context.Request.Headers["X-LearnCoin-Event-Id"].ToString(),
            root.GetProperty("id").GetString()!,
            root.GetProperty("type").GetString()!,
            int.Parse(context.Request.Headers["X-LearnCoin-Delivery-Attempt"].ToString(), null),
            arrived - root.GetProperty("created_at").GetDateTimeOffset()));
        switch (manners[number])
        {
            case Manner.Hanging:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case Manner.Failing:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case Manner.Slow:
                await Task.Delay(SlowAnswer, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
        }
    }
}
