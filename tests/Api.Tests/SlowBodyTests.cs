using System.Diagnostics;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>Bodies that come slowly, too large or compressed (reliability.md, row input).</summary>
public sealed class SlowBodyTests(Service service) : IClassFixture<Service>
{
    private const int Limit = 40 * 1024 * 1024;
    private const int SlowClients = 50;

    [Fact]
    public async Task Bodies_of_a_byte_in_ten_seconds_are_ended_by_the_server_and_hold_nobody_up()
    {
        var tenant = await service.TenantAsync();
        var head = Encoding.ASCII.GetBytes(Head(tenant.TestKey) + $"Content-Length: {Limit}\r\n\r\n{{");
        var started = Stopwatch.StartNew();
        var slow = Enumerable.Range(0, SlowClients).Select(_ => DripAsync(head)).ToList();
        while (slow.Exists(static client => !client.IsCompleted))
        {
            var answered = Stopwatch.StartNew();
            Assert.Equal(202, (await service.PostAsync(tenant.TestKey, Requests.Of(1))).Status);
            Assert.InRange(answered.Elapsed.TotalSeconds, 0, 5);
            await Task.Delay(500);
        }

        Assert.All(await Task.WhenAll(slow), static answer => Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer));
        Assert.InRange(started.Elapsed.TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task Of_a_body_declared_larger_than_40_MB_nothing_is_read()
    {
        var tenant = await service.TenantAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(service.Address.Host, service.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Head(tenant.TestKey) + $"Content-Length: {Limit + (1024 * 1024)}\r\n\r\n"));
        var (chunk, sent) = (new byte[64 * 1024], 0L);
        var answer = "";
        try
        {
            while (client.Available == 0 && sent < Limit)
            {
                await stream.WriteAsync(chunk);
                sent += chunk.Length;
            }

            var buffer = new byte[4096];
            answer = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        }
        catch (IOException)
        {
            // The server closed while we were still sending: its answer may be lost with the connection.
        }

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 413", StringComparison.Ordinal), answer);
        // What the sockets on both sides took in before the answer came.
        Assert.InRange(sent, 0, 16 * 1024 * 1024);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("GZIP")]
    [InlineData("identity, gzip")]
    public async Task A_compressed_body_is_415_and_not_read_as_if_it_were_plain(string encoding)
    {
        var tenant = await service.TenantAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Requests.Of(1).ToJsonString()));
        }

        var answer = await service.SendAsync(HttpMethod.Post, "/v1/batches", tenant.TestKey, request =>
        {
            request.Content = new ByteArrayContent(packed.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        });
        Assert.Contains("Content-Encoding", (string)answer.IsError(415, "unsupported_media_type")["message"]!, StringComparison.Ordinal);
        Assert.Equal(0, await service.BatchCountAsync(tenant.TestKey));
    }

    [Fact]
    public async Task A_body_that_says_it_is_plain_is_read()
    {
        var tenant = await service.TenantAsync();
        var answer = await service.SendAsync(HttpMethod.Post, "/v1/batches", tenant.TestKey, static request =>
        {
            request.Content = new StringContent(Requests.Of(1).ToJsonString(), null, "application/json");
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "identity");
        });
        Assert.Equal(202, answer.Status);
    }

    private async Task<string> DripAsync(byte[] head)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Address.Host, service.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(head);
        var buffer = new byte[4096];
        var answer = stream.ReadAsync(buffer).AsTask();
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(10))) != answer)
            {
                await stream.WriteAsync(" "u8.ToArray());
            }

            return Encoding.ASCII.GetString(buffer, 0, await answer);
        }
        catch (IOException)
        {
            return ""; // closed without a word
        }
    }

    private static string Head(string key) =>
        $"POST /v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n";
}
