using System.Buffers;
using System.Net;
using System.Net.Sockets;
using LearnCoin.Core.Outbound;

namespace LearnCoin.Local.Outbound;

/// <summary>Fetches documents through <see cref="GuardedConnections"/> (design/reliability.md, "SSRF").</summary>
public sealed class GuardedHttp : IDocumentFetcher, IDisposable
{
    private readonly HttpClient http;
    private readonly OutboundRules rules;
    private readonly TimeSpan timeout;

    public GuardedHttp(OutboundRules rules, HostResolver? resolve = null, TimeSpan? timeout = null)
    {
        this.rules = rules;
        this.timeout = timeout ?? GuardedConnections.Timeout;
        // The time is kept here and not by the client, whose own clock stops at the headers.
        http = new HttpClient(GuardedConnections.CreateHandler(rules, resolve)) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("LearnCoin/1");
    }

    public async ValueTask<FetchOutcome> FetchAsync(Uri url, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!rules.Allows(url))
        {
            return FetchOutcome.NotAvailable("its address is not one that this service fetches from: " + OutboundRules.Expected + ".");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await GetAsync(url, maxBytes, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FetchOutcome.NotAvailable("the server did not answer in time.");
        }
        catch (HttpRequestException exception) when (exception.InnerException is ForbiddenAddressException)
        {
            return FetchOutcome.NotAvailable("its host has an address that is not public.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return FetchOutcome.NotAvailable("the server could not be reached, or what it answered is not sound HTTP.");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<FetchOutcome> GetAsync(Uri url, int maxBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return FetchOutcome.NotAvailable($"the server answered {(int)response.StatusCode}; redirects are not followed.");
        }

        // Nothing compressed was asked for; unpacking it could cost any amount of memory.
        if (response.Content.Headers.ContentEncoding.Count > 0)
        {
            return FetchOutcome.NotAvailable("the server answered with a compressed body that was not asked for.");
        }

        var body = new ArrayBufferWriter<byte>(4096);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (body.WrittenCount <= maxBytes)
        {
            var read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken);
            if (read == 0)
            {
                return FetchOutcome.Found(body.WrittenSpan.ToArray());
            }

            body.Advance(read);
        }

        return FetchOutcome.NotAvailable($"the server's answer is longer than {maxBytes} bytes.");
    }
}
