using System.Net;
using LearnCoin.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LearnCoin.Api.Tests;

public sealed class ClientAddressTests
{
    private const string Peer = "198.51.100.7";

    [Theory]
    // No proxy: the header is the caller's word.
    [InlineData(0, Peer, "192.0.2.1")]
    [InlineData(0, Peer)]
    // One proxy wrote the last entry, the caller the rest.
    [InlineData(1, "192.0.2.1", "192.0.2.1")]
    [InlineData(1, "192.0.2.1", "203.0.113.9, 192.0.2.1")]
    [InlineData(1, "192.0.2.1", "203.0.113.9", "192.0.2.1")]
    [InlineData(1, "192.0.2.1", "203.0.113.9,,  , 192.0.2.1")]
    [InlineData(2, "203.0.113.9", "203.0.113.9, 192.0.2.1")]
    [InlineData(2, "203.0.113.9", "10.0.0.1, 203.0.113.9", "192.0.2.1")]
    [InlineData(3, "10.0.0.1", "10.0.0.1, 203.0.113.9", "192.0.2.1")]
    // Fewer entries than proxies: somebody came round one of them.
    [InlineData(1, null)]
    [InlineData(1, null, "")]
    [InlineData(2, null, "192.0.2.1")]
    [InlineData(10, null, "203.0.113.9, 192.0.2.1")]
    // What is no address is not taken for the next one that is.
    [InlineData(1, null, "192.0.2.1, unknown")]
    [InlineData(1, null, "192.0.2.1, _hidden")]
    [InlineData(1, null, "192.0.2.1,")]
    [InlineData(1, null, "192.0.2.1 203.0.113.9")]
    [InlineData(1, null, "3221225985")]
    [InlineData(1, null, "0300.0.2.1")]
    [InlineData(1, null, "for=192.0.2.1")]
    // Ports and brackets.
    [InlineData(1, "192.0.2.1", "192.0.2.1:49152")]
    [InlineData(1, null, "192.0.2.1:")]
    [InlineData(1, null, "192.0.2.1:http")]
    [InlineData(1, "2001:db8::1", "2001:db8::1")]
    [InlineData(1, "2001:db8::1", "[2001:db8::1]")]
    [InlineData(1, "2001:db8::1", "[2001:db8::1]:49152")]
    [InlineData(1, null, "[2001:db8::1]49152")]
    [InlineData(1, null, "[2001:db8::1")]
    [InlineData(1, null, "[192.0.2.1]")]
    [InlineData(1, null, "[]:80")]
    [InlineData(1, null, "fe80::1%eth0")]
    [InlineData(1, "192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData(1, "192.0.2.1", "[::ffff:192.0.2.1]:80")]
    public void The_address_is_what_our_own_proxies_wrote(int hops, string? expected, params string[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(Peer);
        context.Request.Headers["X-Forwarded-For"] = new StringValues(headers);
        Assert.Equal(expected, ClientAddress.Of(context, hops)?.ToString());
    }

    [Fact]
    public void A_peer_that_a_socket_for_both_families_tells_of_is_its_IPv4_address()
    {
        var context = new DefaultHttpContext();
        Assert.Null(ClientAddress.Of(context, 0));
        context.Connection.RemoteIpAddress = IPAddress.Parse("::ffff:192.0.2.1");
        Assert.Equal("192.0.2.1", ClientAddress.Of(context, 0)!.ToString());
    }
}
