using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.RateLimits;

namespace LearnCoin.Api.Http;

/// <summary>Which requests without a working key are counted together.</summary>
internal enum PublicPolicy
{
    /// <summary>Public endpoints that do something, such as claims.</summary>
    Calls,

    /// <summary><c>POST /v1/credentials/verify</c>.</summary>
    Verify,

    /// <summary>Requests answered with 401.</summary>
    FailedLogins,

    /// <summary>Entries in the request log of callers whom no key names.</summary>
    Entries,

    /// <summary>Claims of one credential, by its id.</summary>
    ClaimsOfCredential,

    /// <summary>Claim mails that a tenant has sent again to one address, by tenant and address.</summary>
    MailsToAddress,

    /// <summary>Pages and forms of the console, by who is signed in: apart from the calls of the API, so that neither takes the other's.</summary>
    Console,
}

/// <summary>
/// Limits of requests without a working key, by client address: IPv4 singly, IPv6 by /64, which is what one customer is given; what has no
/// known address is one client. In the memory of each process: these limits keep one stranger from taking all of a server's time, for which
/// no exact count over all servers is needed, and nobody without a key may cause a write. Bounded: of more than
/// <see cref="ClientsInGeneration"/> clients in a minute those not seen for longest are forgotten.
/// </summary>
internal sealed class PublicLimits(PublicLimitOptions options, TimeProvider time, int clientsInGeneration = PublicLimits.ClientsInGeneration)
{
    /// <summary>At most twice as many are remembered, some 1.5 KB each.</summary>
    public const int ClientsInGeneration = 16_384;

    /// <summary>Somebody with a link tries it again, not more.</summary>
    private const int ClaimsOfCredentialPerMinute = 10;
    private const int MailsToAddressPerMinute = 5;

    /// <summary>More than people click.</summary>
    private const int ConsolePerMinute = 600;

    private static readonly TimeSpan Generation = TimeSpan.FromSeconds(SlidingWindow.Seconds + 1);

    private readonly Lock gate = new();

    // Monotonic: the wall clock may be set.
    private readonly long origin = time.GetTimestamp();
    private Dictionary<(PublicPolicy, UInt128), SlidingWindow> current = [];
    private Dictionary<(PublicPolicy, UInt128), SlidingWindow> previous = [];
    private long generationBegan;

    /// <summary>Clients in memory.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return current.Count + previous.Count;
            }
        }
    }

    /// <summary>Counts a request. A refused one is not counted.</summary>
    public RateDecision Take(PublicPolicy policy, IPAddress? address) => Take(policy, Client(address));

    /// <summary>As above, of what a text names.</summary>
    public RateDecision Take(PublicPolicy policy, string name) =>
        Take(policy, BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))));

    private RateDecision Take(PublicPolicy policy, UInt128 client)
    {
        var limit = policy switch
        {
            PublicPolicy.Calls or PublicPolicy.Entries => options.CallsPerMinute,
            PublicPolicy.Verify => options.VerificationsPerMinute,
            PublicPolicy.FailedLogins => options.FailedLoginsPerMinute,
            PublicPolicy.ClaimsOfCredential => ClaimsOfCredentialPerMinute,
            PublicPolicy.MailsToAddress => MailsToAddressPerMinute,
            PublicPolicy.Console => ConsolePerMinute,
            _ => throw new ArgumentOutOfRangeException(nameof(policy)),
        };
        lock (gate)
        {
            var now = time.GetElapsedTime(origin).Ticks;
            var window = Find((policy, client), now);
            window.Expire(now);
            var isTaken = window.TryTake(now, limit);
            return window.Decide(isTaken, now, limit);
        }
    }

    private SlidingWindow Find((PublicPolicy, UInt128) client, long now)
    {
        // What nobody asked for in a whole generation, which is longer than the window, counts nothing any more.
        if (current.Count >= clientsInGeneration || now - generationBegan > Generation.Ticks)
        {
            (previous, current, generationBegan) = (current, [], now);
        }

        if (!current.TryGetValue(client, out var window))
        {
            window = previous.Remove(client, out var known) ? known : new SlidingWindow();
            current.Add(client, window);
        }

        return window;
    }

    private static UInt128 Client(IPAddress? address)
    {
        if (address is null)
        {
            return UInt128.MaxValue;
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
        }
        else
        {
            // Apart from IPv6: no /64 of which only the first half is written looks like this.
            bytes[15] = 4;
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
