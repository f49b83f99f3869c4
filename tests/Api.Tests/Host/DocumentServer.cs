using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnCoin.Api.Tests.Host;

/// <summary>The web servers of tenants: each school has a path of its own.</summary>
public sealed class DocumentServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, (int Status, byte[] Body)> documents = new();
    private int schools;

    private DocumentServer(WebApplication app) => this.app = app;

    public int Port { get; private set; }

    /// <summary>How often each path was asked for.</summary>
    public ConcurrentDictionary<string, int> Asked { get; } = new();

    public static async Task<DocumentServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new DocumentServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        server.Port = new Uri(server.app.Urls.Single()).Port;
        return server;
    }

    /// <summary>A DID whose document nobody has published yet.</summary>
    public string NewDid() => $"did:web:localhost%3A{Port}:school{Interlocked.Increment(ref schools)}";

    public void Publish(string did, JsonNode document) => Publish(did, document.ToJsonString());

    public void Publish(string did, string body, int status = 200) => Put(Path(did), body, status);

    /// <summary>Any other document.</summary>
    /// <returns>Its URL.</returns>
    public string Put(string path, string body, int status = 200)
    {
        documents[path] = (status, Encoding.UTF8.GetBytes(body));
        return $"http://localhost:{Port}{path}";
    }

    public void Withdraw(string did) => documents.TryRemove(Path(did), out _);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string Path(string did) => $"/{did.Split(':')[^1]}/did.json";

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Asked.AddOrUpdate(path, 1, static (_, count) => count + 1);
        var (status, body) = documents.GetValueOrDefault(path, (404, []));
        context.Response.StatusCode = status;
        if (status is >= 300 and < 400)
        {
            context.Response.Headers.Location = "/elsewhere";
        }

        return context.Response.Body.WriteAsync(body).AsTask();
    }
}

/// <summary>A service that is tried out on one machine: it may fetch from that machine.</summary>
public sealed class DevelopmentService : Service, IAsyncLifetime
{
    public new const string Origin = "http://localhost:59321";

    public const string SharedDid = "did:web:localhost%3A59321";

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.PublicOrigin = Origin;
    }

    public DocumentServer Schools { get; private set; } = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        Schools = await DocumentServer.StartAsync();
        await InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Schools.DisposeAsync();
    }
}
