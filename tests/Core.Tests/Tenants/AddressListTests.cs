using System.Net;
using FsCheck.Fluent;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Tenants;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.1.255", false)]
    [InlineData("192.0.2.0/24", "192.0.2.0", true)]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.128/25", "192.0.2.127", false)]
    [InlineData("192.0.2.128/25", "192.0.2.128", true)]
    [InlineData("192.0.2.4/31", "192.0.2.5", true)]
    [InlineData("192.0.2.4/31", "192.0.2.6", false)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1/32", "192.0.2.0", false)]
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "192.0.2.1", false)]
    [InlineData("2001:db8::/32", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("2001:db8::/32", "2001:db8::", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("2001:DB8::1", "2001:db8::1", true)]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    // What a socket for both families tells of an IPv4 client.
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.9", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.3.9", false)]
    [InlineData("::/0", "::ffff:192.0.2.9", false)]
    public void A_block_contains_its_first_and_its_last_address_and_none_beside_them(string entry, string address, bool isInside) =>
        Assert.Equal(isInside, AddressList.Parse([entry]).Value.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("")]
    [InlineData(" 192.0.2.1")]
    [InlineData("192.0.2.1/24")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/+24")]
    [InlineData("192.0.2.0/024")]
    [InlineData("192.0.2.0/24/24")]
    [InlineData("192.0.2.0/255.255.255.0")]
    [InlineData("192.0.2")]
    [InlineData("3221225985")]
    [InlineData("0xC0.0.2.1")]
    [InlineData("192.0.02.1")]
    [InlineData("010.0.0.0/8")]
    [InlineData("10/8")]
    [InlineData("192.0.2.1:80")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2001:db8::1]:80")]
    [InlineData("2001:db8::1/32")]
    [InlineData("2001:db8::/129")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%1")]
    [InlineData("::ffff:192.0.2.0/120")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("localhost")]
    [InlineData("*")]
    [InlineData("192.0.2.1,192.0.2.2")]
    public void What_is_no_address_or_has_bits_after_its_prefix_is_refused_by_its_place(string entry)
    {
        var error = AddressList.Parse(["192.0.2.7", entry]).Error;
        Assert.Equal(ErrorCode.InvalidFieldFormat, error!.Code);
        Assert.StartsWith("/ip/1: expected ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_has_1_to_100_entries()
    {
        Assert.NotNull(AddressList.Parse([]).Error);
        var hundred = Enumerable.Range(0, 100).Select(static number => $"192.0.2.{number}").ToList();
        Assert.True(AddressList.Parse(hundred).IsOk);
        Assert.NotNull(AddressList.Parse([.. hundred, "192.0.2.100"]).Error);
    }

    [Fact]
    public void An_unknown_address_is_in_no_list() => Assert.False(AddressList.Parse(["0.0.0.0/0", "::/0"]).Value.Contains(null));

    [Fact]
    public void A_list_shows_each_entry_once_and_single_addresses_without_a_length() => Assert.Equal(
        ["192.0.2.1", "192.0.2.0/24", "2001:db8::1", "::/0"],
        AddressList.Parse(["192.0.2.1/32", "192.0.2.1", "192.0.2.0/24", "2001:0db8::1", "2001:db8:0::1/128", "::/0"]).Value.Entries);

    [Fact]
    public void Stored_and_read_again_a_list_contains_the_same() => Prop.ForAll<byte, uint, uint>(static (length, network, probe) =>
    {
        var bits = length % 33;
        var mask = bits == 0 ? 0u : uint.MaxValue << (32 - bits);
        var list = AddressList.Parse([$"{Text(network & mask)}/{bits}"]).Value;
        var near = (network & mask) | (probe & ~mask);
        return Both(list, near) == (true, true) && Both(list, probe) == ((probe & mask) == (network & mask), (probe & mask) == (network & mask));
    }).Holds();

    private static (bool, bool) Both(AddressList list, uint address) =>
        (list.Contains(IPAddress.Parse(Text(address))), AddressList.FromStored(list.ToStored()).Contains(IPAddress.Parse(Text(address))));

    private static string Text(uint address) => $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";
}
