using System.Net;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Http;

/// <summary>
/// Where a request comes from: the one place that knows (spec/api.md, "Errors"). An address is personal data: it is compared and counted,
/// never logged or stored.
/// </summary>
internal static class ClientAddress
{
    private const string Header = "X-Forwarded-For";

    /// <param name="context">The request.</param>
    /// <param name="hops">
    /// Proxy:Hops. 0: the connection's peer. Else the entry that many from the right of X-Forwarded-For: what our own proxies wrote; what
    /// stands further left is the caller's word, and worth nothing.
    /// </param>
    /// <returns>Null when it is not known: fewer entries than proxies, or one that is no address. No allow-list contains it.</returns>
    public static IPAddress? Of(HttpContext context, int hops)
    {
        if (hops == 0)
        {
            return context.Connection.RemoteIpAddress is { } peer ? IpAddressText.Plain(peer) : null;
        }

        // RFC 9110 section 5.3: several headers of a name are one list, in their order.
        var entries = context.Request.Headers[Header].ToString().Split(',');
        return hops <= entries.Length && IpAddressText.TryParse(WithoutPort(entries[^hops].Trim()), out var address)
            ? IpAddressText.Plain(address)
            : null;
    }

    /// <summary>Some proxies write <c>192.0.2.1:49152</c> or <c>[2001:db8::1]:49152</c>.</summary>
    private static string WithoutPort(string entry)
    {
        if (entry.StartsWith('['))
        {
            var end = entry.IndexOf(']', StringComparison.Ordinal);
            // Of what stands in brackets only IPv6 is an address.
            return end > 0 && (end == entry.Length - 1 || IsPort(entry.AsSpan(end + 1))) && entry.Contains(':', StringComparison.Ordinal)
                ? entry[1..end]
                : "";
        }

        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && colon == entry.LastIndexOf(':') && IsPort(entry.AsSpan(colon)) ? entry[..colon] : entry;
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.Length is >= 2 and <= 6 && text[0] == ':' && text[1..].IndexOfAnyExceptInRange('0', '9') < 0;
}
