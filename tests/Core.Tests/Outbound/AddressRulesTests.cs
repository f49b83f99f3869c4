using LearnCoin.Core.Outbound;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Outbound;

/// <summary>design/reliability.md, row SSRF: both edges of each range, and the addresses just outside; as addresses and written in URLs.</summary>
public sealed class AddressRulesTests(ITestOutputHelper output)
{
    private static readonly OutboundRules Production = new(new Uri("https://creds.example"));
    private static readonly OutboundRules Development = new(new Uri("http://localhost:8080"));

    public static TheoryData<string> Forbidden => [.. AddressTable.Forbidden];

    public static TheoryData<string> Allowed => [.. AddressTable.Allowed];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void An_address_that_is_not_a_public_host_is_forbidden(string address)
    {
        Assert.True(AddressRules.IsForbidden(AddressTable.Parse(address)));
        Assert.False(Production.Allows("https", AddressTable.Parse(address)));
        Assert.False(Production.Allows("http", AddressTable.Parse(address)));
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_url_with_such_an_address_is_refused(string address)
    {
        if (Uri.TryCreate(AddressTable.UrlOf(address), UriKind.Absolute, out var url))
        {
            Assert.False(Production.Allows(url));
        }
        else
        {
            // What is no URL at all cannot be registered either.
            Assert.Contains('%', address);
        }
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void An_address_of_a_public_host_is_allowed(string address)
    {
        Assert.False(AddressRules.IsForbidden(AddressTable.Parse(address)));
        Assert.True(Production.Allows("https", AddressTable.Parse(address)));
        Assert.True(Production.Allows(new Uri(AddressTable.UrlOf(address))));
    }

    [Fact]
    public void A_service_tried_out_on_one_machine_reaches_its_own_loopback_and_no_more()
    {
        string[] own = ["127.0.0.0", "127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.0", "::ffff:127.0.0.1", "::ffff:127.255.255.255"];
        foreach (var address in AddressTable.Forbidden)
        {
            Assert.True(Development.Allows("http", AddressTable.Parse(address)) == own.Contains(address), address);
            Assert.True(Development.Allows("https", AddressTable.Parse(address)) == own.Contains(address), address);
        }

        Assert.All(AddressTable.Allowed, static address => Assert.False(Development.Allows("http", AddressTable.Parse(address))));
    }

    [Fact]
    public void The_table_has_both_edges_of_every_range_and_no_row_twice()
    {
        output.WriteLine($"{AddressTable.Ranges.Length} ranges, {AddressTable.Forbidden.Count} forbidden addresses, {AddressTable.Allowed.Count} allowed ones");
        Assert.True(AddressTable.Forbidden.Count >= 60);
        Assert.Equal(AddressTable.Forbidden.Count, AddressTable.Forbidden.Distinct().Count());
        Assert.Empty(AddressTable.Forbidden.Intersect(AddressTable.Allowed));
    }
}
