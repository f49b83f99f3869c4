using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Tests.Webhooks;

/// <summary>What came to a subscriber.</summary>
internal sealed record Hook(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;

    /// <summary>Whether a signature of the delivery is of that secret.</summary>
    public bool IsSignedBy(string secret)
    {
        var parts = Headers["X-LearnCoin-Signature"].Split(',');
        var signed = Encoding.UTF8.GetBytes(parts[0]["t=".Length..] + "." + Encoding.UTF8.GetString(Body));
        return parts.Skip(1).Contains("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
    }
}

/// <summary>A service that is tried out on one machine, and a subscriber on it: the path says what is answered.</summary>
public class HookService : Service
{
    private WebApplication? subscriber;

    internal ConcurrentQueue<Hook> Received { get; } = new();

    /// <summary>Status by path; 204 where there is none.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    public string Subscriber { get; private set; } = "";

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.PublicOrigin = "http://localhost:5080";
    }

    public override async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        subscriber = builder.Build();
        subscriber.Run(AnswerAsync);
        await subscriber.StartAsync();
        Subscriber = $"http://localhost:{new Uri(subscriber.Urls.Single()).Port}";
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await subscriber!.DisposeAsync();
    }

    /// <summary>The first that came to a path and fits.</summary>
    internal async Task<Hook> CameAsync(string path, Func<Hook, bool>? which = null)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (Received.FirstOrDefault(hook => hook.Path == path && which?.Invoke(hook) != false) is { } hook)
            {
                return hook;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("Nothing came to " + path);
    }

    internal int Count(string path) => Received.Count(hook => hook.Path == path);

    public Task<Answer> CallAsync(string method, string path, string key, string? body = null, string? idempotencyKey = null) =>
        SendAsync(new HttpMethod(method), path, key, request =>
        {
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }

            if (idempotencyKey is not null)
            {
                request.Headers.Add("Idempotency-Key", idempotencyKey);
            }
        });

    /// <summary>Registers an endpoint at a path of the subscriber.</summary>
    public async Task<JsonNode> RegisterAsync(string key, string path, params string[] events)
    {
        var made = await CallAsync("POST", "/v1/webhooks", key, new JsonObject
        {
            ["url"] = Subscriber + path,
            ["events"] = new JsonArray([.. events.Select(static type => (JsonNode)type)]),
        }.ToJsonString());
        Assert.True(made.Status == 201, made.Text);
        return made.Json;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var path = context.Request.Path.Value!;
        var hook = new Hook(
            path, context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray());
        Received.Enqueue(hook);
        context.Response.StatusCode = Answers.GetValueOrDefault(path, 204);
        if (context.Response.StatusCode != 204)
        {
            await context.Response.WriteAsync(Answer(hook));
        }
    }

    /// <summary>What stands in an answer that is not 204.</summary>
    private protected virtual string Answer(Hook hook) => "the answer of " + hook.Path;
}
