using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace LearnCoin.Core.Tenants;

/// <summary>
/// Reads IP addresses as people write them, and nothing else: the platform's parser also takes <c>1</c>, <c>0x7f.1</c>, <c>010.0.0.1</c> as
/// octal, brackets, ports and zones, under which an allow-list would say something other than it seems to.
/// </summary>
public static class IpAddressText
{
    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>An IPv4 address of four decimal numbers, or an IPv6 address without zone.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        if (text.AsSpan().IndexOfAnyExcept(Characters) >= 0 || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        // Only one form of an IPv4 address comes out again as it went in.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text)
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>An IPv4 address that a socket for both families wrote as IPv6 (<c>::ffff:192.0.2.1</c>) is that IPv4 address.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
