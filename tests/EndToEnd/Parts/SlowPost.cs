using System.Net.Sockets;
using System.Text;

namespace LearnCoin.EndToEnd.Parts;

/// <summary>A POST of a batch whose body stops half way until the test goes on.</summary>
internal sealed class SlowPost : IDisposable
{
    private readonly TcpClient client = new();
    private readonly byte[] body;

    private SlowPost(byte[] body) => this.body = body;

    internal static async Task<SlowPost> BeginAsync(string address, string key, byte[] body)
    {
        var post = new SlowPost(body);
        var url = new Uri(address);
        await post.client.ConnectAsync(url.Host, url.Port);
        var head = $"POST /v1/batches HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await post.client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await post.client.GetStream().WriteAsync(body.AsMemory(0, body.Length / 2));
        return post;
    }

    /// <returns>Status line of the answer.</returns>
    internal async Task<string?> FinishAsync()
    {
        await client.GetStream().WriteAsync(body.AsMemory(body.Length / 2));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        return await reader.ReadLineAsync();
    }

    public void Dispose() => client.Dispose();
}
