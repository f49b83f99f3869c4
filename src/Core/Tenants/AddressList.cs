using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tenants;

/// <summary>The addresses from which a key may be used: IPv4 and IPv6, single or as CIDR blocks (RFC 4632, RFC 4291 section 2.3).</summary>
public sealed class AddressList
{
    /// <summary>Most entries of a list.</summary>
    public const int MaxEntries = 100;

    private const char Separator = ',';

    private readonly IReadOnlyList<IPNetwork> networks;

    private AddressList(IReadOnlyList<IPNetwork> networks) => this.networks = networks;

    /// <summary>The entries, single addresses without prefix length.</summary>
    public IReadOnlyList<string> Entries => [.. networks.Select(static network =>
        network.PrefixLength == Bits(network.BaseAddress) ? network.BaseAddress.ToString() : network.ToString())];

    /// <returns>The list, or invalid_field_format that names the entry by its place: addresses are not repeated in messages.</returns>
    public static Result<AddressList> Parse(IReadOnlyList<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count is 0 or > MaxEntries)
        {
            return new Error(ErrorCode.InvalidFieldFormat, $"/ip: expected 1 to {MaxEntries} addresses");
        }

        var found = new List<IPNetwork>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            if (Fault(entries[i], out var network) is { } fault)
            {
                return new Error(ErrorCode.InvalidFieldFormat, $"/ip/{i}: {fault}");
            }

            if (!found.Contains(network))
            {
                found.Add(network);
            }
        }

        return new AddressList(found);
    }

    /// <summary>Whether another list contains every address of this one, entry by entry: an entry that only several of the other's cover together is not within.</summary>
    public bool IsWithin(AddressList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return networks.All(network => other.networks.Any(wide => wide.PrefixLength <= network.PrefixLength && wide.Contains(network.BaseAddress)));
    }

    /// <param name="address">Null when it is not known; no list contains it.</param>
    public bool Contains(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = IpAddressText.Plain(address);
        return networks.Any(network => network.Contains(plain));
    }

    internal static AddressList FromStored(string text)
    {
        var parsed = Parse(text.Split(Separator));
        return parsed.IsOk ? parsed.Value : throw new InvalidDataException("Stored address list: " + parsed.Error.Message);
    }

    internal string ToStored() => string.Join(Separator, Entries);

    private static string? Fault(string entry, out IPNetwork network)
    {
        network = default;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddressText.TryParse(slash < 0 ? entry : entry[..slash], out var address))
        {
            return "expected an IPv4 or IPv6 address, or one with a prefix length such as 192.0.2.0/24";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return "expected an IPv4 address in its own form, without ::ffff:";
        }

        var bits = Bits(address);
        var length = bits;
        if (slash >= 0 && !TryReadLength(entry.AsSpan(slash + 1), bits, out length))
        {
            return $"expected a prefix length from 0 to {bits}";
        }

        network = new IPNetwork(address, length);
        // Since .NET 10 the constructor clears host bits instead of refusing them: a typing error would open a whole block.
        return network.BaseAddress.Equals(address) ? null : "expected the first address of the block: bits after the prefix are set";
    }

    private static bool TryReadLength(ReadOnlySpan<char> text, int bits, out int length) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length)
        && length <= bits
        && (text.Length == 1 || text[0] != '0');

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
