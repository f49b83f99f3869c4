using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LearnCoin.Core.Tests.Outbound;

/// <summary>Answers every request with the same bytes.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private int connections;

    public RawServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public string Answer { get; set; } = "HTTP/1.1 204 No Content\r\n\r\n";

    /// <summary>What comes after <see cref="Answer"/>, as it is.</summary>
    public byte[] Content { get; set; } = [];

    public bool KeepsOpen { get; set; }

    /// <summary>Whether what was read so far is a request to be answered.</summary>
    public Func<string, bool> IsWhole { get; set; } = static _ => true;

    /// <summary>Whether a connection may ask more than once.</summary>
    public bool Repeats { get; set; }

    /// <summary>A byte of the answer at a time, with this between them.</summary>
    public TimeSpan Drip { get; set; }

    public List<string> Requests { get; } = [];

    public int Connections => connections;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

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
            do
            {
                if (await ReadAsync(stream) is not { } request)
                {
                    return;
                }

                lock (Requests)
                {
                    Requests.Add(request);
                }

                await AnswerAsync(stream);
            }
            while (Repeats);
            if (KeepsOpen)
            {
                await Task.Delay(Timeout.Infinite, ended.Token);
            }
        }
    }

    /// <returns>Null: the client hung up.</returns>
    private async Task<string?> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[8192];
        var request = "";
        do
        {
            var read = await stream.ReadAsync(buffer, ended.Token);
            if (read == 0)
            {
                return null;
            }

            request += Encoding.ASCII.GetString(buffer, 0, read);
        }
        while (!IsWhole(request));
        return request;
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        byte[] answer = [.. Encoding.ASCII.GetBytes(Answer), .. Content];
        if (Drip == TimeSpan.Zero)
        {
            await stream.WriteAsync(answer, ended.Token);
            return;
        }

        foreach (var one in answer)
        {
            await stream.WriteAsync(new[] { one }, ended.Token);
            await Task.Delay(Drip, ended.Token);
        }
    }
}
