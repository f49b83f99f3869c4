using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LearnCoin.Core.Outbound;
using LearnCoin.Local.Outbound;

namespace LearnCoin.Core.Tests.Outbound;

/// <summary>The handler by itself, as webhooks (POST) and documents (GET) use it: the whole table as a resolver's answers, and rebinding.</summary>
public sealed class GuardedConnectionsTests : IDisposable
{
    private static readonly OutboundRules Production = new(new Uri("https://creds.example"));
    private static readonly OutboundRules Development = new(new Uri("http://localhost:1"));
    private static readonly IPAddress[] Good = [IPAddress.Parse("192.0.1.1"), IPAddress.Parse("2606:4700:4700::1111")];
    private static readonly IPAddress[] Bad = [IPAddress.Loopback, IPAddress.Parse("10.0.0.1"), IPAddress.Parse("169.254.169.254"), IPAddress.IPv6Loopback];
    private readonly RawServer server = new();

    public static TheoryData<string, string> Verbs
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var how in new[] { "bad then good", "good and bad", "bad and good", "bad only", "nothing" })
            {
                rows.Add("GET", how);
                rows.Add("POST", how);
            }

            return rows;
        }
    }

    public static TheoryData<string> Both => ["GET", "POST"];

    public void Dispose() => server.Dispose();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_name_with_any_forbidden_address_of_the_table_is_refused(string verb)
    {
        foreach (var address in AddressTable.Forbidden)
        {
            IPAddress[] alone = [AddressTable.Parse(address)];
            IPAddress[] last = [.. Good, .. alone];
            foreach (var answer in new[] { alone, last })
            {
                using var client = Client(Production, (_, _) => Task.FromResult(answer));
                Assert.True(await IsRefusedAsync(client, verb), address);
            }
        }

        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_rebinding_name_server_gets_nowhere_100_times_of_100(string verb, string how)
    {
        var looks = 0;
        using var client = Client(Production, (_, _) => Task.FromResult<IPAddress[]>((Interlocked.Increment(ref looks), how) switch
        {
            (_, "good and bad") => [.. Good, Bad[looks % Bad.Length]],
            (_, "bad and good") => [Bad[looks % Bad.Length], .. Good],
            (_, "nothing") => [],
            // What a second look would get is public; there must be none.
            (var look, "bad then good") => look % 2 == 1 ? [Bad[look / 2 % Bad.Length]] : Good,
            _ => [Bad[looks % Bad.Length]],
        }));
        for (var i = 0; i < 100; i++)
        {
            // Every connection looks once: those of "bad then good" that would get the good answer are not made.
            looks = how == "bad then good" ? i * 2 : looks;
            Assert.True(await IsRefusedAsync(client, verb), $"request {i}");
        }

        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task After_a_good_answer_the_bad_one_is_not_connected_to_100_times_of_100(string verb)
    {
        // Public for the check and this server for a second look by the socket, which a naive guard takes: here one look is all there is.
        var looks = 0;
        var soon = new CancellationTokenSource();
        using var client = Client(Production, (_, _) =>
        {
            // The public address answers nobody here.
            soon.CancelAfter(TimeSpan.FromMilliseconds(5));
            return Task.FromResult<IPAddress[]>([++looks % 2 == 1 ? Good[0] : IPAddress.Loopback]);
        });
        for (var i = 0; i < 100; i++)
        {
            looks = i * 2;
            soon.Dispose();
            soon = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(client, verb, new Uri($"https://rebinding.example/{i}"), soon.Token));
            Assert.Equal((i * 2) + 1, looks);
        }

        soon.Dispose();
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_kept_connection_stays_with_the_host_that_was_checked(string verb)
    {
        // Two names of one server: what was checked for the first opens nothing for the second.
        server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nAlt-Svc: h2=\"10.0.0.1:443\", h3=\"10.0.0.1:443\"; ma=86400\r\n\r\n";
        server.Repeats = true;
        var asked = new List<string>();
        using var client = Client(Development, (host, _) =>
        {
            asked.Add(host);
            return Task.FromResult<IPAddress[]>([asked.Count == 1 ? IPAddress.Loopback : Bad[1]]);
        });
        using (await SendAsync(client, verb, new Uri($"http://first.localhost:{server.Port}/"), default))
        using (await SendAsync(client, verb, new Uri($"http://first.localhost:{server.Port}/again"), default))
        {
            Assert.Equal(["first.localhost"], asked);
            Assert.Equal(1, server.Connections);
        }

        // Same port, another name, and the name's own answer is bad by now.
        Assert.True(await IsRefusedAsync(client, verb, new Uri($"http://second.localhost:{server.Port}/")));
        Assert.Equal(["first.localhost", "second.localhost"], asked);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("GET", 301)]
    [InlineData("GET", 308)]
    [InlineData("POST", 302)]
    [InlineData("POST", 307)]
    [InlineData("POST", 308)]
    public async Task A_redirect_is_an_answer_and_not_a_way(string verb, int status)
    {
        server.Answer = $"HTTP/1.1 {status} Moved\r\nLocation: http://localhost:{server.Port}/elsewhere\r\nContent-Length: 0\r\n\r\n";
        using var client = Client(Development, null);
        using var response = await SendAsync(client, verb, new Uri($"http://localhost:{server.Port}/"), default);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_certificate_cannot_make_the_runtime_fetch_its_issuers()
    {
        // RFC 5280 section 4.2.2.1: the address is the certificate's own to choose, so it is an address that a stranger names.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        using var certificate = StrangerCertificate.WithIssuerAt(new Uri($"http://127.0.0.1:{server.Port}/issuer.cer"));
        listener.Start();
        var handshake = ServeTlsAsync(listener, certificate);
        using var client = Client(Development, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var url = new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(client, "GET", url, default));
        Assert.IsType<AuthenticationException>(failure.InnerException);
        await handshake;
        Assert.Equal(0, server.Connections);
    }

    private static async Task ServeTlsAsync(TcpListener listener, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        using var accepted = await listener.AcceptTcpClientAsync();
        using var tls = new SslStream(accepted.GetStream());
        try
        {
            // Offline: the server's own look for the chain of its certificate must not be taken for the client's.
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) });
            await tls.ReadExactlyAsync(new byte[1]);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // The client does not trust the certificate and says so.
        }
    }

    private static HttpClient Client(OutboundRules rules, HostResolver? resolve) => new(GuardedConnections.CreateHandler(rules, resolve)) { Timeout = TimeSpan.FromSeconds(15) };

    private static async Task<bool> IsRefusedAsync(HttpClient client, string verb, Uri? url = null)
    {
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(client, verb, url ?? new Uri("https://rebinding.example/hook"), default));
        return failure.InnerException is ForbiddenAddressException;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string verb, Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), url) { Content = verb == "POST" ? new StringContent("{}") : null };
        return await client.SendAsync(request, cancellationToken);
    }
}
