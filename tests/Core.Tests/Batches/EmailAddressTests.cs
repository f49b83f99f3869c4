using LearnCoin.Core.Batches;

namespace LearnCoin.Core.Tests.Batches;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("a.b+c_d-e=f/g!#$%&'*?^`{|}~@sub.example-x.co.uk")]
    [InlineData("a@b")]
    [InlineData("\"a b\\\"@c\"@example.com")]
    [InlineData("a@[192.0.2.1]")]
    [InlineData("a@[IPv6:2001:db8::1]")]
    public void A_mailbox_of_RFC_5321_is_valid(string text) => Assert.True(EmailAddress.IsValid(text));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("a@b@c")]
    [InlineData(".ada@example.com")]
    [InlineData("ada.@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData("a b@example.com")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@example-.com")]
    [InlineData("ada@exa_mple.com")]
    [InlineData("ada@example..com")]
    [InlineData("ada@example.com.")]
    [InlineData("ada@exämple.com")]
    [InlineData("ädä@example.com")]
    [InlineData("ada@example.com\r\n")]
    [InlineData("ada\r\n@example.com")]
    [InlineData("\"a\r\nb\"@example.com")]
    [InlineData("\"a\"b\"@example.com")]
    [InlineData("\"a\\\"@example.com")]
    [InlineData("\"\"@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("a@[1.2]")]
    [InlineData("a@[256.1.1.1]")]
    [InlineData("a@[IPv6:fe80::1%eth0]")]
    [InlineData("a@[IPv6:1.2.3.4]")]
    public void Anything_else_is_not(string text) => Assert.False(EmailAddress.IsValid(text));

    [Theory]
    [InlineData(64, 63, true)]
    [InlineData(65, 10, false)]
    [InlineData(10, 64, false)]
    public void Local_part_and_labels_have_lengths(int local, int label, bool valid) =>
        Assert.Equal(valid, EmailAddress.IsValid($"{new string('a', local)}@{new string('b', label)}.com"));

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void A_mailbox_has_at_most_254_characters(int length, bool valid)
    {
        var domain = string.Concat(Enumerable.Repeat("bb.", 80)) + "b";
        Assert.Equal(valid, EmailAddress.IsValid($"{new string('a', length - domain.Length - 1)}@{domain}"));
    }
}
