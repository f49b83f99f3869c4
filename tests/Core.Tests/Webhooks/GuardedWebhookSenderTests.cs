using System.Net;
using System.Net.Sockets;
using LearnCoin.Core.Outbound;
using LearnCoin.Core.Tests.Kernel;
using LearnCoin.Core.Tests.Outbound;
using LearnCoin.Core.Webhooks;
using LearnCoin.Local.Outbound;

namespace LearnCoin.Core.Tests.Webhooks;

/// <summary>The sender against a real server on this machine.</summary>
public sealed class GuardedWebhookSenderTests : IDisposable
{
    private static readonly OutboundRules Development = new(new Uri("http://localhost:1"));
    private static readonly OutboundRules Production = new(new Uri("https://creds.example"));
    private readonly RawServer server = new()
    {
        Answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nthanks",
        Repeats = true,
        // All requests of these tests end with their body, or begin a TLS handshake.
        IsWhole = static request => request.EndsWith('}') || request.StartsWith('\u0016'),
    };

    private readonly TestClock clock = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task It_posts_the_body_as_JSON_with_the_headers_and_uses_the_connection_again()
    {
        using var sender = new GuardedWebhookSender(Development, clock);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(new WebhookAnswer(200, null, "thanks", null), await PostAsync(sender));
        }

        Assert.Equal((1, 3), (server.Connections, server.Requests.Count));
        var request = server.Requests[0];
        Assert.StartsWith("POST /hook HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 12\r\n", request, StringComparison.Ordinal);
        Assert.Contains("X-LearnCoin-Event-Id: evt_1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("User-Agent: LearnCoin-Webhooks/1\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("""{"id":"evt"}""", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, null)]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n", 301, "redirect")]
    [InlineData("HTTP/1.1 307 Moved\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n", 307, "redirect")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, "status")]
    [InlineData("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", 410, "status")]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", 500, "status")]
    [InlineData("no HTTP at all\r\n\r\n", null, "bad_answer")]
    public async Task An_answer_is_a_status_and_a_word(string answer, int? status, string? word)
    {
        server.Answer = answer;
        server.Repeats = answer.StartsWith("HTTP", StringComparison.Ordinal);
        using var sender = new GuardedWebhookSender(Development, clock);
        var got = await PostAsync(sender);
        Assert.Equal((status, word), (got.Status, got.Failure));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData("0", 0.0)]
    [InlineData("Fri, 31 May 2030 23:01:30 GMT", 90.0)]
    [InlineData("soon", null)]
    public async Task Retry_After_is_read_in_both_forms(string value, double? seconds)
    {
        server.Answer = $"HTTP/1.1 503 Busy\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n";
        using var sender = new GuardedWebhookSender(Development, clock);
        Assert.Equal(seconds, (await PostAsync(sender)).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_in_time()
    {
        server.Answer = "";
        using var sender = new GuardedWebhookSender(Development, clock, timeout: TimeSpan.FromMilliseconds(200));
        Assert.Equal(new WebhookAnswer(null, "timeout", null, null), await PostAsync(sender));
    }

    [Fact]
    public async Task A_body_that_never_ends_or_is_endless_takes_nothing_from_a_good_status()
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
        using var sender = new GuardedWebhookSender(Development, clock, timeout: TimeSpan.FromMilliseconds(300));
        Assert.Equal(new WebhookAnswer(200, null, "abc", null), await PostAsync(sender));

        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + new string('x', 1_000_000);
        var got = await PostAsync(sender);
        Assert.Equal((200, WebhookAnswer.MaxTextBytes), (got.Status!.Value, got.Answer!.Length));
    }

    [Theory]
    [InlineData("Content-Length: 1000000\r\n\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1000\r\n", "\r\n")]
    public async Task Of_a_long_answer_64_KB_are_read_and_its_connection_is_left(string head, string after)
    {
        // 1,000,000 bytes, or endless ones: what was not read is not drained either, to use the connection again.
        server.Answer = "HTTP/1.1 200 OK\r\n" + head + (after.Length == 0 ? new string('x', 1_000_000) : string.Concat(Enumerable.Repeat(new string('x', 4096) + "\r\n1000\r\n", 249)) + new string('x', 4096) + "\r\n0\r\n\r\n");
        using var sender = new GuardedWebhookSender(Development, clock);
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(200, (await PostAsync(sender)).Status);
            Assert.Equal(i, server.Connections);
        }
    }

    [Fact]
    public async Task A_host_one_of_whose_addresses_leads_nowhere_is_reached_by_the_other()
    {
        // On Linux the whole of 127/8 is this machine; who waits in a full queue hears nothing.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var nowhere = IPAddress.Parse("127.0.0.2");
        full.Bind(new IPEndPoint(nowhere, server.Port));
        full.Listen(0);
        var waiting = Enumerable.Range(0, 8).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        using var ended = new CancellationTokenSource();
        var connecting = waiting.Select(one => one.ConnectAsync(nowhere, server.Port, ended.Token).AsTask()).ToList();
        await Task.Delay(200);
        using var sender = new GuardedWebhookSender(Development, clock, (_, _) => Task.FromResult<IPAddress[]>([nowhere, nowhere, IPAddress.Loopback]));
        Assert.Equal(200, (await PostAsync(sender, $"http://two.localhost:{server.Port}/hook")).Status);
        Assert.Contains(connecting, static one => !one.IsCompleted);
        await ended.CancelAsync();
        waiting.ForEach(static one => one.Dispose());
    }

    [Fact]
    public async Task A_body_that_drips_has_two_seconds_after_its_status()
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc";
        using var sender = new GuardedWebhookSender(Development, clock);
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(new WebhookAnswer(200, null, "abc", null), await PostAsync(sender));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(8));
    }

    [Theory]
    [InlineData("http://creds.example/hook")]
    [InlineData("https://creds.example:8443/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://user:secret@creds.example/hook")]
    [InlineData("https://rebound.example/hook")]
    public async Task Nothing_is_sent_where_nothing_may_be(string url)
    {
        using var sender = new GuardedWebhookSender(Production, clock, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("1.1.1.1"), IPAddress.Loopback]));
        Assert.Equal(new WebhookAnswer(null, "address_forbidden", null, null), await PostAsync(sender, url));
    }

    [Fact]
    public async Task A_host_that_is_not_there_and_one_that_speaks_no_TLS_have_their_words()
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        using var sender = new GuardedWebhookSender(Development, clock);
        Assert.Equal("tls", (await PostAsync(sender, $"https://localhost:{server.Port}/hook")).Failure);
        var port = server.Port;
        server.Dispose();
        Assert.Equal("unreachable", (await PostAsync(sender, $"http://localhost:{port}/hook")).Failure);
    }

    [Fact]
    public async Task Only_its_caller_can_end_it_with_an_exception()
    {
        server.Answer = "";
        using var sender = new GuardedWebhookSender(Development, clock);
        using var ended = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await sender.PostAsync(new WebhookRequest(new Uri($"http://localhost:{server.Port}/hook"), default, []), ended.Token));
    }

    private ValueTask<WebhookAnswer> PostAsync(GuardedWebhookSender sender, string? url = null) => sender.PostAsync(
        new WebhookRequest(
            new Uri(url ?? $"http://localhost:{server.Port}/hook"),
            """{"id":"evt"}"""u8.ToArray(),
            [new("X-LearnCoin-Event-Id", "evt_1"), new("User-Agent", WebhookSignature.UserAgent)]),
        default);
}
