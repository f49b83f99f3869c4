using System.Net;
using LearnCoin.Core.Outbound;
using LearnCoin.Local.Outbound;

namespace LearnCoin.Core.Tests.Outbound;

/// <summary>The guard in the connection (design/reliability.md, row SSRF), against a real server on this machine.</summary>
public sealed class GuardedHttpTests : IDisposable
{
    private static readonly OutboundRules Production = new(new Uri("https://creds.example"));
    private static readonly OutboundRules Development = new(new Uri("http://localhost:1"));
    private readonly RawServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task A_document_is_fetched_with_its_host_header_and_without_cookies()
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b\r\n\r\n{}";
        using var http = new GuardedHttp(Development);
        var url = new Uri($"http://localhost:{server.Port}/x");
        Assert.Equal("{}"u8.ToArray(), (await http.FetchAsync(url, 10, default)).Content);
        Assert.Equal("{}"u8.ToArray(), (await http.FetchAsync(url, 10, default)).Content);
        Assert.Contains($"Host: localhost:{server.Port}\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.All(server.Requests, static request => Assert.DoesNotContain("Cookie", request, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_name_that_resolves_inside_is_refused_100_times_of_100()
    {
        // Alternates as a rebinding name server does; the second look is the one that a naive guard connects by.
        var looks = 0;
        using var http = new GuardedHttp(Production, (_, _) => Task.FromResult<IPAddress[]>(
            [IPAddress.Parse(Interlocked.Increment(ref looks) % 2 == 0 ? "127.0.0.1" : "10.0.0.1")]));
        for (var i = 0; i < 100; i++)
        {
            var outcome = await http.FetchAsync(new Uri("https://rebinding.example/"), 10, default);
            Assert.Equal("its host has an address that is not public.", outcome.Unavailable);
        }

        Assert.Equal(100, looks);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_connected_to()
    {
        // The first answer is public and the second this server: with one look a request, only the public one may be connected to.
        var looks = 0;
        using var http = new GuardedHttp(
            Production,
            (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref looks) == 1 ? IPAddress.Parse("192.0.1.1") : IPAddress.Loopback]),
            TimeSpan.FromMilliseconds(300));
        Assert.Null((await http.FetchAsync(new Uri("https://rebinding.example/"), 10, default)).Content);
        Assert.Equal((1, 0), (looks, server.Connections));
    }

    [Fact]
    public async Task One_forbidden_address_among_public_ones_is_enough()
    {
        using var http = new GuardedHttp(Production, static (_, _) => Task.FromResult<IPAddress[]>(
            [IPAddress.Parse("8.8.8.8"), IPAddress.Parse("2606:4700:4700::1111"), IPAddress.Parse("169.254.169.254")]));
        Assert.Equal("its host has an address that is not public.", (await http.FetchAsync(new Uri("https://mixed.example/"), 10, default)).Unavailable);
    }

    [Fact]
    public async Task In_development_plain_http_reaches_this_machine_and_nothing_else()
    {
        using var http = new GuardedHttp(Development, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]));
        Assert.Equal("its host has an address that is not public.", (await http.FetchAsync(new Uri($"http://localhost:{server.Port}/"), 10, default)).Unavailable);
    }

    [Fact]
    public async Task A_production_service_does_not_reach_this_machine_by_name()
    {
        using var http = new GuardedHttp(Production);
        Assert.Contains("not one that this service fetches from", (await http.FetchAsync(new Uri("https://localhost/"), 10, default)).Unavailable, StringComparison.Ordinal);
        // The machine's own name and others that its hosts file knows are found out when they are connected to.
        using var named = new GuardedHttp(Production, static (_, cancellationToken) => Dns.GetHostAddressesAsync("localhost", cancellationToken));
        Assert.Equal("its host has an address that is not public.", (await named.FetchAsync(new Uri("https://this-machine.example/"), 10, default)).Unavailable);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        server.Answer = $"HTTP/1.1 {status} Moved\r\nLocation: http://localhost:{server.Port}/elsewhere\r\nContent-Length: 0\r\n\r\n";
        using var http = new GuardedHttp(Development);
        var outcome = await http.FetchAsync(new Uri($"http://localhost:{server.Port}/"), 10, default);
        Assert.Contains($"answered {status}", outcome.Unavailable, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(65, 64, false)]
    [InlineData(5_000_000, 65_536, false)]
    public async Task An_answer_is_read_up_to_the_limit_and_no_further(int length, int limit, bool isFound)
    {
        // No Content-Length: the end shows only when it comes.
        server.Answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string('a', length);
        using var http = new GuardedHttp(Development);
        Assert.Equal(isFound, (await http.FetchAsync(new Uri($"http://localhost:{server.Port}/"), limit, default)).Content is not null);
    }

    [Fact]
    public async Task A_compressed_answer_that_nobody_asked_for_is_not_unpacked()
    {
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}";
        using var http = new GuardedHttp(Development);
        Assert.Contains("compressed", (await http.FetchAsync(new Uri($"http://localhost:{server.Port}/"), 10, default)).Unavailable, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow")]
    public async Task The_time_counts_from_connect_to_the_last_byte(string answer)
    {
        server.Answer = answer;
        server.KeepsOpen = true;
        using var http = new GuardedHttp(Development, timeout: TimeSpan.FromMilliseconds(400));
        Assert.Equal("the server did not answer in time.", (await http.FetchAsync(new Uri($"http://localhost:{server.Port}/"), 200, default)).Unavailable);
    }

    [Fact]
    public async Task A_slow_drip_does_not_wind_the_clock_anew()
    {
        // Never silent for long, in the headers or in the body: 60 bytes at 20 ms each.
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + new string('a', 100);
        server.Drip = TimeSpan.FromMilliseconds(20);
        using var http = new GuardedHttp(Development, timeout: TimeSpan.FromMilliseconds(600));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal("the server did not answer in time.", (await http.FetchAsync(new Uri($"http://localhost:{server.Port}/"), 200, default)).Unavailable);
        Assert.InRange(watch.ElapsedMilliseconds, 500, 2_000);
        Assert.Equal(TimeSpan.FromSeconds(15), GuardedConnections.Timeout);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut off")]
    public async Task A_broken_answer_is_an_outcome_and_not_an_exception(string answer)
    {
        server.Answer = answer;
        using var http = new GuardedHttp(Development);
        Assert.NotNull((await http.FetchAsync(new Uri($"http://localhost:{server.Port}/"), 200, default)).Unavailable);
    }
}
