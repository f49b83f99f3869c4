using LearnCoin.Core.Outbound;

namespace LearnCoin.Core.Tests.Outbound;

public sealed class OutboundRulesTests
{
    private static readonly OutboundRules Production = new(new Uri("https://creds.example"));
    private static readonly OutboundRules Development = new(new Uri("http://localhost:8080"));

    [Theory]
    [InlineData("https://school.example/did.json")]
    [InlineData("https://school.example:443/did.json")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://1.school.example/")]
    [InlineData("https://0xschool.example/")]
    [InlineData("https://school.0xexample/")]
    public void Https_to_a_public_host_is_allowed(string url) => Assert.True(Production.Allows(new Uri(url)));

    [Theory]
    // Scheme and port
    [InlineData("http://school.example/")]
    [InlineData("ftp://school.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://school.example/")]
    [InlineData("https://school.example:80/")]
    [InlineData("https://school.example:8443/")]
    [InlineData("https://school.example:22/")]
    // User information
    [InlineData("https://user@school.example/")]
    [InlineData("https://user:secret@school.example/")]
    [InlineData("https://school.example@127.0.0.1/")]
    // This machine in every spelling
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[64:ff9b::127.0.0.1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    // Metadata services
    [InlineData("https://169.254.169.254/")]
    [InlineData("https://2852039166/")]
    [InlineData("https://0xa9fea9fe/")]
    [InlineData("https://0251.0376.0251.0376/")]
    [InlineData("https://168.63.129.16/")]
    [InlineData("https://[fd00:ec2::254]/")]
    // Zones, dots at the end, names that some readers take for numbers
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fe80::1%251]/")]
    [InlineData("https://127.0.0.1./")]
    [InlineData("https://school.example./")]
    [InlineData("https://localhost./")]
    [InlineData("https://1.2.3.4.5/")]
    [InlineData("https://256.256.256.256/")]
    [InlineData("https://school.0x7f/")]
    [InlineData("https://school.0x/")]
    [InlineData("https://school.123/")]
    // Hosts that no name server knows: IDNA (RFC 5891) has no form for them
    [InlineData("https://xn--ü.example/")]
    [InlineData("https://-ü/")]
    [InlineData("https://üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü.example/")]
    public void Everything_else_is_refused(string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            Assert.False(Production.Allows(parsed), $"read as {parsed}");
        }
        else
        {
            // What is no URL at all cannot be asked for either.
            Assert.Null(parsed);
        }
    }

    [Fact]
    public void A_url_of_2048_characters_is_allowed_and_one_more_is_not()
    {
        var url = "https://school.example/" + new string('a', OutboundRules.MaxUrlLength - "https://school.example/".Length);
        Assert.True(Production.Allows(new Uri(url)));
        Assert.False(Production.Allows(new Uri(url + "a")));
    }

    [Theory]
    [InlineData("http://localhost:8081/did.json", true)]
    [InlineData("http://127.0.0.1:8081/did.json", true)]
    [InlineData("https://school.example:8443/", true)]
    [InlineData("http://8.8.8.8/", false)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("https://169.254.169.254/", false)]
    [InlineData("http://user@localhost/", false)]
    public void A_service_tried_out_on_one_machine_also_reaches_that_machine(string url, bool allowed) => Assert.Equal(allowed, Development.Allows(new Uri(url)));

    [Theory]
    [InlineData("https://creds.example")]
    [InlineData("https://localhost:8443")]
    [InlineData("http://creds.example")]
    public void Only_http_on_loopback_is_development(string origin) => Assert.False(new OutboundRules(new Uri(origin)).IsDevelopment);
}
