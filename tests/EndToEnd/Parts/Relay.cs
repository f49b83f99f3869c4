using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>An HTTP server before another one, or before none: keeps what it was sent, and hangs on demand.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private readonly List<(string Path, byte[] Body)> received = [];
    private readonly WebApplication app;
    private readonly string? target;

    private Relay(WebApplication app, string? target) => (this.app, this.target) = (app, target);

    internal string Url => app.Urls.Single();

    /// <summary>While set, nothing is answered any more.</summary>
    internal bool Hangs { get; set; }

    /// <param name="target">Who answers; null: an empty 200.</param>
    internal static async Task<Relay> StartAsync(string? target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var relay = new Relay(builder.Build(), target);
        relay.app.Run(relay.AnswerAsync);
        await relay.app.StartAsync();
        return relay;
    }

    /// <summary>What came to addresses that begin so, as text in which names can be read.</summary>
    internal string Received(string path)
    {
        lock (gate)
        {
            return string.Concat(received.Where(one => one.Path.StartsWith(path, StringComparison.Ordinal)).Select(static one => System.Text.Encoding.Latin1.GetString(one.Body)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await app.DisposeAsync();
        http.Dispose();
        ending.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        lock (gate)
        {
            received.Add((context.Request.Path.Value!, body.ToArray()));
        }

        if (Hangs)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, context.RequestAborted);
            await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Abort();
            return;
        }

        if (target is not null)
        {
            using var content = new ByteArrayContent(body.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            using var answer = await http.PostAsync(new Uri(target), content, context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync(context.RequestAborted), context.RequestAborted);
        }
    }
}
