namespace LearnCoin.Core.Outbound;

/// <summary>
/// Names that are never a public host's (IANA special-use domain names, RFC 6761 and others). What a name resolves to is judged when it is
/// connected to; these are refused before, so that who registers one is told so at once.
/// </summary>
internal static class SpecialNames
{
    private static readonly string[] Domains =
    [
        "localhost", // this machine, RFC 6761
        "local", // multicast DNS, RFC 6762
        "internal", // private use, ICANN 2024; also the metadata service of one cloud
        "home.arpa", // home networks, RFC 8375
        "onion", // Tor, RFC 7686
    ];

    /// <summary>This machine.</summary>
    public static bool IsLocalhost(string host) => IsIn(host, "localhost");

    public static bool Contains(string host) => Array.Exists(Domains, domain => IsIn(host, domain));

    private static bool IsIn(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');
}
