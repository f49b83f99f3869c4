using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace LearnCoin.Api.Tests.Host;

/// <summary>Bytes on a socket: what no HTTP client would send.</summary>
internal static class RawHttp
{
    /// <summary>A batch POST with extra header lines. Returns the answer's head and what of its body came with it.</summary>
    public static Task<string> PostAsync(Uri address, string key, string extraHeaders, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"POST /v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {bytes.Length}\r\n{extraHeaders}\r\n";
        return SendAsync(address, [.. Encoding.UTF8.GetBytes(head), .. bytes]);
    }

    public static async Task<string> SendAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(request);
        return await ReadAsync(stream);
    }

    /// <summary>Sends a body without end, chunk by chunk, until an answer comes.</summary>
    /// <returns>The answer, and how many bytes had been sent by then.</returns>
    public static async Task<(string Answer, long Sent)> FloodAsync(Uri address, string head, byte[] chunk, long atMost)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        byte[] framed = [.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8];
        var sent = 0L;
        while (sent < atMost && client.Available == 0)
        {
            try
            {
                await stream.WriteAsync(framed);
            }
            catch (IOException)
            {
                break;
            }

            sent += chunk.Length;
        }

        return (await ReadAsync(stream), sent);
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (IsWhole(answer.ToString()))
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // The server closed after it had answered.
            Debug.Assert(answer.Length > 0, "closed without an answer");
        }

        return answer.ToString();
    }

    private static bool IsWhole(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        const string Length = "Content-Length: ";
        var at = answer.IndexOf(Length, StringComparison.Ordinal);
        return end >= 0 && at >= 0 && answer.Length >= end + 4 + int.Parse(answer[(at + Length.Length)..answer.IndexOf('\r', at)]);
    }
}
