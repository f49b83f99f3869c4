using System.Globalization;
using System.Net;

namespace LearnCoin.Core.Outbound;

/// <summary>
/// Which URLs are fetched or called on behalf of a tenant: https on port 443. On a service that is tried out on one machine (PublicOrigin
/// is http on loopback) also http to loopback, and any port.
/// </summary>
/// <param name="publicOrigin">Setting <c>PublicOrigin</c>.</param>
public sealed class OutboundRules(Uri publicOrigin)
{
    /// <summary>Longest URL, characters.</summary>
    public const int MaxUrlLength = 2048;

    public const string Expected = "an absolute https URL of a public host on the default port, without user information";

    /// <summary>Whether this service is tried out on one machine.</summary>
    public bool IsDevelopment { get; } = publicOrigin.Scheme == Uri.UriSchemeHttp && publicOrigin.IsLoopback;

    /// <summary>Whether the URL may be asked for at all; what its host resolves to is judged when it is connected to.</summary>
    public bool Allows(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri
            && url.OriginalString.Length <= MaxUrlLength
            && url.UserInfo.Length == 0
            && IsScheme(url)
            && (IsDevelopment || url.IsDefaultPort)
            && IsHost(url);
    }

    /// <summary>Whether a connection to an address may be made for a URL of that scheme.</summary>
    public bool Allows(string scheme, IPAddress address) => scheme == Uri.UriSchemeHttp
        ? IsDevelopment && AddressRules.IsLoopback(address)
        : !AddressRules.IsForbidden(address) || (IsDevelopment && AddressRules.IsLoopback(address));

    private bool IsScheme(Uri url) => url.Scheme == Uri.UriSchemeHttps || (IsDevelopment && url.Scheme == Uri.UriSchemeHttp);

    private bool IsHost(Uri url)
    {
        var host = AsciiHost(url);
        // Both name something else than they show: a zone is this machine's business, a dot at the end evades lists of names.
        if (host.Length == 0 || !PlainHosts.Contains(url.Host) || host.Contains('%', StringComparison.Ordinal) || host.EndsWith('.'))
        {
            return false;
        }

        // The Uri class writes 0x7f.1 and 2130706433 as 127.0.0.1 before we see them: they are judged by what they mean.
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return Allows(url.Scheme, address);
        }

        if (SpecialNames.Contains(host) && !(IsDevelopment && SpecialNames.IsLocalhost(host)))
        {
            return false;
        }

        // URL standard, "ends in a number": such a host is an IPv4 address to some readers, a name to others.
        return !IsNumber(host.AsSpan(host.LastIndexOf('.') + 1));
    }

    /// <summary>The host as name servers know it; empty when it has no such form.</summary>
    private static string AsciiHost(Uri url)
    {
        try
        {
            // Some hosts that cannot be converted throw, others come back as they were.
            var host = url.IdnHost;
            return System.Text.Ascii.IsValid(host) ? host : "";
        }
        catch (UriFormatException)
        {
            // The Uri class reads such a host and converts it only here.
            return "";
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> label) =>
        !label.ContainsAnyExceptInRange('0', '9')
        || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && (label.Length == 2 || UInt128.TryParse(label[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)));
}
