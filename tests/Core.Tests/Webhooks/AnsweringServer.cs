using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>Answers each request of a connection with the same text; nothing: never.</summary>
internal sealed class AnsweringServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private int connections;

    public AnsweringServer()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public string Answer { get; set; } = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nthanks";

    public List<string> Requests { get; } = [];

    public int Connections => connections;

    public int Port { get; }

    public void Dispose()
    {
        ended.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(ended.Token);
            Interlocked.Increment(ref connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[8192];
            var request = "";
            while (await stream.ReadAsync(buffer, ended.Token) is var read and > 0)
            {
                request += Encoding.ASCII.GetString(buffer, 0, read);
                // All requests of these tests end with their body.
                if (!request.EndsWith('}') && !request.StartsWith('\u0016'))
                {
                    continue;
                }

                lock (Requests)
                {
                    Requests.Add(request);
                }

                request = "";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer), ended.Token);
                if (!Answer.StartsWith("HTTP", StringComparison.Ordinal) && Answer.Length > 0)
                {
                    return;
                }
            }
        }
    }
}
