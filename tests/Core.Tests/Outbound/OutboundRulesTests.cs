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
    [InlineData("https://notlocalhost/")]
    [InlineData("https://localhost.example/")]
    [InlineData("https://internal.example/")]
    [InlineData("https://школа.example/")]
    [InlineData("https://学校.example/")]
    [InlineData("HTTPS://SCHOOL.EXAMPLE/")]
    [InlineData("https://school.example/@user:secret")]
    [InlineData("https://school.example/?to=http://127.0.0.1/#@10.0.0.1")]
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
    [InlineData("https://00000177.0.0.1/")]
    [InlineData("https://0X7F.0X0.0X0.0X1/")]
    [InlineData("https://0x7f.00000000000001/")]
    [InlineData("https://127.0.0.1:443/")]
    [InlineData("https://%31%32%37.0.0.1/")]
    [InlineData("https://127%2e0.0.1/")]
    // Full-width digits and stops, circled digits: UTS 46 makes the plain ones of them
    [InlineData("https://１２７.０.０.１/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://127．0．0．1/")]
    [InlineData("https://①②⑦.⓪.⓪.①/")]
    [InlineData("https://１６９.２５４.１６９.２５４/")]
    [InlineData("https://０x7f.1/")]
    [InlineData("https://ｌｏｃａｌｈｏｓｔ/")]
    [InlineData("https://[::ﬀﬀ:7f00:1]/")]
    [InlineData("https://ｓｃｈｏｏｌ.example/")]
    [InlineData("https://８.８.８.８/")]
    [InlineData("https://𝟏𝟐𝟕.𝟎.𝟎.𝟏/")]
    [InlineData("https://scho\u00ADol.example/")]
    [InlineData("https://127.0.0.1\u200B/")]
    // Private networks in other notations
    [InlineData("https://10.1/")]
    [InlineData("https://167772161/")]
    [InlineData("https://012.0.0.1/")]
    [InlineData("https://0xc0a80001/")]
    [InlineData("https://192.168.257/")]
    [InlineData("https://0xac.16.1/")]
    [InlineData("https://4294967295/")]
    [InlineData("https://4294967296/")]
    [InlineData("https://[fd00::1]:443/")]
    // Names that are never a public host's
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("https://admin.localhost/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://router.home.arpa/")]
    [InlineData("https://hidden.onion/")]
    // Two readers, two hosts
    [InlineData("https://school.example\\@127.0.0.1/")]
    [InlineData("https://127.0.0.1\\.school.example/")]
    [InlineData("https:///127.0.0.1/")]
    [InlineData("https:127.0.0.1/")]
    [InlineData("https:\\\\127.0.0.1\\")]
    [InlineData("https://127.0.0.1\t/")]
    [InlineData("https://127.0.\n0.1/")]
    [InlineData("https:// 127.0.0.1/")]
    [InlineData("//127.0.0.1/")]
    [InlineData("/hook")]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https://:443/")]
    [InlineData("https://./")]
    [InlineData("https://../")]
    [InlineData("https://school..example/")]
    [InlineData("https://school.example:0/")]
    [InlineData("https://school.example:65536/")]
    [InlineData("https://school.example:444/")]
    [InlineData("data:application/json,{}")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ws://school.example/")]
    [InlineData("wss://school.example/")]
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
