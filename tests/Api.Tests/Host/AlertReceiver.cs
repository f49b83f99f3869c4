using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LearnCoin.Api.Tests.Host;

/// <summary>What operators put behind <c>Alerts:Url</c>: takes POSTs and keeps them.</summary>
public sealed class AlertReceiver : IDisposable
{
    /// <summary>A secret such as chat services put into their addresses.</summary>
    public const string Secret = "distinctive-hook-secret";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();

    public AlertReceiver()
    {
        listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hooks/{Secret}";

    /// <summary>Whole requests, head and body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Status of the answers.</summary>
    public int Status { get; set; } = 204;

    public IReadOnlyList<JsonObject> Alerts => [.. Requests.Select(static request => JsonNode.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!.AsObject())];

    public async Task<JsonObject> WaitAsync(Func<JsonObject, bool> which)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (Alerts.FirstOrDefault(which) is { } alert)
            {
                return alert;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("No such alert came");
    }

    public void Dispose()
    {
        stopping.Cancel();
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            using var client = await listener.AcceptTcpClientAsync(stopping.Token);
            var stream = client.GetStream();
            var request = await ReadAsync(stream);
            Requests.Enqueue(request);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stopping.Token);
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, stopping.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var at = request.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + "Content-Length: ".Length;
            if (read == 0 || (end >= 0 && request.Length >= end + 4 + int.Parse(request[at..request.IndexOf('\r', at)], CultureInfo.InvariantCulture)))
            {
                return request;
            }
        }
    }
}
