using System.Net;
using System.Net.Sockets;

namespace LearnCoin.Core.Outbound;

/// <summary>
/// Which addresses a request on behalf of a tenant may never reach (design/reliability.md, "SSRF"): everything but global unicast, by the
/// IANA special-purpose address registries (RFC 6890 and its updates), and the platform addresses of clouds.
/// </summary>
public static class AddressRules
{
    /// <summary>IPv4: what is not a public host.</summary>
    private static readonly IPNetwork[] V4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network, RFC 791
        IPNetwork.Parse("10.0.0.0/8"), // private, RFC 1918
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT, RFC 6598; also the metadata service of one cloud
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("168.63.129.16/32"), // Azure's platform services
        IPNetwork.Parse("169.254.0.0/16"), // link-local; 169.254.169.254 gives cloud credentials
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // IETF protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation, RFC 5737
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays, RFC 7526
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks, RFC 2544
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, with the broadcast address
    ];

    /// <summary>The one block of IPv6 from which global unicast addresses are given out; whatever lies outside is refused.</summary>
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] V6 =
    [
        IPNetwork.Parse("2001::/23"), // IETF protocol assignments: Teredo, ORCHID, benchmarks
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4: an IPv4 address of anyone's choice inside
        IPNetwork.Parse("3fff::/20"), // documentation, RFC 9637
    ];

    /// <summary>True when nothing a tenant names may be fetched from there.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Array.Exists(V4, network => network.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId != 0)
        {
            return true;
        }

        // Sockets send ::ffff:a.b.c.d to a.b.c.d.
        return address.IsIPv4MappedToIPv6
            ? IsForbidden(address.MapToIPv4())
            : !GlobalV6.Contains(address) || Array.Exists(V6, network => network.Contains(address));
    }

    /// <summary>An address of this machine itself, however it is written.</summary>
    public static bool IsLoopback(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }
}
