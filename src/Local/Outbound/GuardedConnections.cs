using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LearnCoin.Core.Outbound;

namespace LearnCoin.Local.Outbound;

/// <summary>All addresses of a host.</summary>
public delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellationToken);

/// <summary>
/// Makes the handler for requests to addresses that tenants name. The check is in the connection itself: the very address that was checked
/// is connected to, so a name that resolves to another address the second time (DNS rebinding) gains nothing. Host header and TLS name stay
/// those of the URL.
/// </summary>
public static class GuardedConnections
{
    /// <summary>From connect to the last byte.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const int MaxHeaderKilobytes = 16;

    /// <summary>For one address while another is left: a host whose IPv6 leads nowhere is reached by IPv4 all the same.</summary>
    private static readonly TimeSpan TryTime = TimeSpan.FromSeconds(3);

    /// <param name="rules">What may be reached.</param>
    /// <param name="resolve">Null: the system's resolver.</param>
    public static SocketsHttpHandler CreateHandler(OutboundRules rules, HostResolver? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        resolve ??= HostLookups.System.FindAsync;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would resolve the name by itself, after all checks.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            // What is left of an answer that nobody reads to its end is not read to use the connection again: it is closed.
            MaxResponseDrainSize = 0,
            ConnectTimeout = Timeout,
            // An activity would carry the URL, in which a tenant may keep a secret, into traces, and ours to the tenant's server.
            ActivityHeadersPropagator = null,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    // Else a certificate that names where its issuer's is to be had (RFC 5280 section 4.2.2.1) makes the runtime fetch that, past
                    // every check here.
                    DisableCertificateDownloads = true,
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            // A kept connection is one to an address that was checked; not for long, for hosts do move.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, rules, resolve, cancellationToken),
        };
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, OutboundRules rules, HostResolver resolve, CancellationToken cancellationToken)
    {
        var url = context.InitialRequestMessage.RequestUri!;
        // Connections are kept by scheme, host and port: a later request over this one is for the same host, and nothing is looked up again.
        // (HTTP/3 would not come by here. It is asked for by name only, see RequestVersionOrLower, and nobody here does.)
        if (!rules.Allows(url))
        {
            throw new ForbiddenAddressException();
        }

        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        // One bad address among good ones is no accident: which one is taken would be up to chance.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => rules.Allows(url.Scheme, address)))
        {
            throw new ForbiddenAddressException();
        }

        for (var i = 0; i < addresses.Length - 1; i++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TryTime);
            try
            {
                return await ConnectAsync(addresses[i], context.DnsEndPoint.Port, limit.Token);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // The next one, then.
            }
        }

        return await ConnectAsync(addresses[^1], context.DnsEndPoint.Port, cancellationToken);
    }

    private static async Task<Stream> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The host is, or resolves to, an address that no tenant may reach. The message names none: who asks must not learn the network's map.</summary>
public sealed class ForbiddenAddressException() : IOException("The address is not public");
