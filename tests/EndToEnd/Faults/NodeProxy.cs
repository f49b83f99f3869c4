using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.EndToEnd.Parts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnCoin.EndToEnd.Faults;

/// <summary>Stands, as an HTTP server of its own on loopback, between the product and an EVM node and lets calls go wrong.</summary>
internal sealed class NodeProxy : IAsyncDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // Held answers are let go at the latest then: a call after them need not come.
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
    private readonly CancellationTokenSource ending = new();
    private readonly NodeProxyLies lies;
    private readonly Uri node;
    private readonly TimeProvider time;
    private readonly Func<IDisposable> enter;
    private WebApplication? app;
    private TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProxy(string nodeUrl, TimeProvider time, Func<IDisposable>? enter)
    {
        (node, this.time, this.enter) = (new Uri(nodeUrl), time, enter ?? (static () => Nothing.Instance));
        lies = new NodeProxyLies(AskAsync);
        Url = $"http://127.0.0.1:{Loopback.FreePort()}";
    }

    internal string Url { get; }

    internal NodeProxyTally Tally { get; } = new();

    /// <summary>Says of each call what goes wrong with it; null: nothing does.</summary>
    internal Func<NodeCall, NodeFault?> Script { get; set; } = static _ => null;

    /// <summary>Before anything else is done with a call. What it throws breaks the connection.</summary>
    internal Func<NodeCall, Task> Admit { get; set; } = static _ => Task.CompletedTask;

    /// <summary>After the node has answered, before the caller has. What it throws breaks the connection.</summary>
    internal Action<NodeCall> Answered { get; set; } = static _ => { };

    /// <param name="nodeUrl">The node.</param>
    /// <param name="time">Clock of delays and of the tally; null: the system's.</param>
    /// <param name="enter">Begins a piece of work that a virtual clock must wait for.</param>
    internal static async Task<NodeProxy> StartAsync(string nodeUrl, TimeProvider? time = null, Func<IDisposable>? enter = null)
    {
        var proxy = new NodeProxy(nodeUrl, time ?? TimeProvider.System, enter);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "node-proxy" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(proxy.Url);
        proxy.app = builder.Build();
        proxy.app.Run(proxy.ServeAsync);
        await proxy.app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await app!.DisposeAsync();
        http.Dispose();
        ending.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new MemoryStream();
        await context.Request.Body.CopyToAsync(reader, context.RequestAborted);
        var body = reader.ToArray();
        using var request = JsonDocument.Parse(body);
        var root = request.RootElement;
        var method = root.GetProperty("method").GetString()!;
        var call = new NodeCall(
            context.Request.Path, method, root.GetProperty("params"), root.GetProperty("id"), body, Tally.Count(method, time.GetUtcNow()));
        try
        {
            await AnswerAsync(context, call);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            // The node is away, or the caller has gone, or the test breaks the connection here.
            context.Abort();
        }
        finally
        {
            Interlocked.Exchange(ref answered, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    private async Task AnswerAsync(HttpContext context, NodeCall call)
    {
        await Admit(call);
        if (call.IsSend)
        {
            Tally.Add(new SentTransaction(Convert.FromHexString(call.Parameters[0].GetString().AsSpan(2)), time.GetUtcNow()));
        }

        var fault = Script(call);
        if (fault is not null && !NodeProxyLies.Applies(fault.Kind, call.Method))
        {
            fault = null;
        }

        await BeforeAsync(fault, call);
        using var work = enter();
        var answer = fault?.Kind switch
        {
            NodeFaultKind.ServerError => Text(HttpStatusCode.InternalServerError, "upstream connect error"),
            NodeFaultKind.TooManyRequests => Error(HttpStatusCode.TooManyRequests, call, "rate limit exceeded"),
            NodeFaultKind.Garbage => Text(HttpStatusCode.OK, "<html>\0"),
            NodeFaultKind.Refused => Error(HttpStatusCode.OK, call, fault.Wording),
            _ => await PassAsync(fault, call),
        };
        if (fault is not null && !IsLie(fault.Kind))
        {
            Tally.Add(fault.Kind);
        }

        Answered(call);
        if (fault?.Kind == NodeFaultKind.ReplyLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private async Task BeforeAsync(NodeFault? fault, NodeCall call)
    {
        switch (fault?.Kind)
        {
            case NodeFaultKind.Delayed:
                await Task.Delay(fault.Delay, time, ending.Token);
                break;
            case NodeFaultKind.Reordered:
                await Task.WhenAny(Volatile.Read(ref answered).Task, Task.Delay(LongestHold, time, ending.Token));
                break;
            case NodeFaultKind.DeliveredLate:
                Tally.Add(fault.Kind);
                _ = DeliverAsync(fault.Delay, call);
                throw new IOException("Broken before the node saw it");
            case NodeFaultKind.RequestLost:
                Tally.Add(fault.Kind);
                throw new IOException("Broken before the node saw it");
        }
    }

    private async Task DeliverAsync(TimeSpan delay, NodeCall call)
    {
        try
        {
            await Task.Delay(delay, time, ending.Token);
            using var work = enter();
            await ForwardAsync(call.Body, ending.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            // The test is over, or the node is.
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> PassAsync(NodeFault? fault, NodeCall call)
    {
        if (fault?.Kind == NodeFaultKind.Duplicated)
        {
            await ForwardAsync(call.Body, ending.Token);
        }

        var answer = await ForwardAsync(call.Body, ending.Token);
        if (fault?.Kind == NodeFaultKind.RefusedAndTaken)
        {
            return Error(HttpStatusCode.OK, call, fault.Wording);
        }

        if (fault is not null && IsLie(fault.Kind)
            && await lies.TellAsync(fault, call, JsonNode.Parse(answer.Body)!, ending.Token) is { } lie)
        {
            Tally.Add(fault.Kind);
            return (answer.Status, Encoding.UTF8.GetBytes(lie.ToJsonString()));
        }

        return answer;
    }

    private static bool IsLie(NodeFaultKind kind) => kind >= NodeFaultKind.WrongBlockHash;

    private async Task<(HttpStatusCode Status, byte[] Body)> ForwardAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        using var response = await http.PostAsync(node, content, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private async Task<JsonNode?> AskAsync(string method, JsonNode?[] parameters, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(parameters) };
        var (_, body) = await ForwardAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), cancellationToken);
        return JsonNode.Parse(body)!["result"]?.DeepClone();
    }

    private static (HttpStatusCode Status, byte[] Body) Text(HttpStatusCode status, string text) => (status, Encoding.UTF8.GetBytes(text));

    private static (HttpStatusCode Status, byte[] Body) Error(HttpStatusCode status, NodeCall call, string message) => Text(status, new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = JsonNode.Parse(call.Id.GetRawText()),
        ["error"] = new JsonObject { ["code"] = -32000, ["message"] = message },
    }.ToJsonString());

    private sealed class Nothing : IDisposable
    {
        internal static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
