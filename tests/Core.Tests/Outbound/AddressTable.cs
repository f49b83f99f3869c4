using System.Net;

namespace LearnCoin.Core.Tests.Outbound;

/// <summary>
/// The table of design/reliability.md, row SSRF: every range that the IANA special-purpose address registries (RFC 6890 and its updates) do not give to
/// public hosts, with both edges and the allowed neighbours, and the addresses by which clouds give their secrets away.
/// </summary>
internal static class AddressTable
{
    /// <summary>First and last address of a forbidden range, and the allowed ones just outside; empty: the neighbour is forbidden too.</summary>
    public static readonly (string What, string First, string Last, string Before, string After)[] Ranges =
    [
        ("this network", "0.0.0.0", "0.255.255.255", "", "1.0.0.0"),
        ("RFC 1918", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
        ("carrier-grade NAT", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
        ("loopback", "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
        ("Azure platform", "168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17"),
        ("link-local", "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
        ("RFC 1918", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
        ("IETF protocols", "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
        ("documentation", "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
        ("6to4 relays", "192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
        ("RFC 1918", "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
        ("benchmarks", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
        ("documentation", "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
        ("documentation", "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
        ("multicast", "224.0.0.0", "239.255.255.255", "223.255.255.255", ""),
        ("reserved, broadcast", "240.0.0.0", "255.255.255.255", "", ""),
        ("unspecified, loopback, IPv4-compatible", "::", "::ffff:ffff", "", ""),
        ("IPv4-translated", "::ffff:0:0:0", "::ffff:0:ffff:ffff", "", ""),
        ("NAT64", "64:ff9b::", "64:ff9b::ffff:ffff", "", ""),
        ("NAT64, local use", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("discard-only", "100::", "100::ffff:ffff:ffff:ffff", "", ""),
        ("dummy prefix", "100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff", "", ""),
        ("all below global unicast", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "2000::"),
        ("IETF protocols", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"),
        ("Teredo", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""),
        ("benchmarks", "2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("ORCHID", "2001:10::", "2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("ORCHIDv2", "2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("documentation", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
        ("6to4", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"),
        ("documentation", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"),
        ("all above global unicast", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""),
        ("segment routing", "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("unique local", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("link-local", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("site-local", "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
        ("multicast", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""),
    ];

    /// <summary>Addresses that are known by themselves, and others' addresses inside of them.</summary>
    private static readonly string[] Named =
    [
        "127.0.0.1", "::1", "169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254",
        "::127.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b::8.8.8.8", "64:ff9b:1::10.0.0.1",
        "2002:7f00:1::1", "2002:a9fe:a9fe::", "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:5601:5601", "fe80::1%1", "fe80::5efe:127.0.0.1",
        "2606:4700:4700::1111%1",
    ];

    private static readonly string[] PublicHosts = ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"];

    /// <summary>Both edges of every range, what is known by itself, and every IPv4 one again as IPv6 sockets write it.</summary>
    public static IReadOnlyList<string> Forbidden { get; } = WithMapped(Ranges.SelectMany(static range => new[] { range.First, range.Last }).Concat(Named));

    public static IReadOnlyList<string> Allowed { get; } = WithMapped(
        Ranges.SelectMany(static range => new[] { range.Before, range.After }).Where(static address => address.Length > 0).Concat(PublicHosts));

    private static string[] WithMapped(IEnumerable<string> addresses)
    {
        var all = addresses.Distinct().ToList();
        return [.. all, .. all.Where(static address => !address.Contains(':', StringComparison.Ordinal)).Select(static address => "::ffff:" + address)];
    }

    /// <summary>As a URL writes it.</summary>
    public static string UrlOf(string address) => address.Contains(':', StringComparison.Ordinal)
        ? $"https://[{address.Replace("%", "%25", StringComparison.Ordinal)}]/hook"
        : $"https://{address}/hook";

    public static IPAddress Parse(string address) => IPAddress.Parse(address);
}
