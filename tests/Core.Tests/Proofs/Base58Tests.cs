using FsCheck.Fluent;
using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Tests.Proofs;

public sealed class Base58Tests
{
    // draft-msporny-base58-03, section 5, and Bitcoin Core's src/test/data/base58_encode_decode.json.
    [Theory]
    [InlineData("", "")]
    [InlineData("61", "2g")]
    [InlineData("626262", "a3gV")]
    [InlineData("636363", "aPEr")]
    [InlineData("73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2")]
    [InlineData("00eb15231dfceb60925886b67d065299925915aeb172c06647", "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L")]
    [InlineData("516b6fcd0f", "ABnLTmg")]
    [InlineData("bf4f89001e670274dd", "3SEo3LWLoPntC")]
    [InlineData("572e4794", "3EFU7m")]
    [InlineData("ecac89cad93923c02321", "EJDM8drfXA6uyA")]
    [InlineData("10c8511e", "Rt5zm")]
    [InlineData("00000000000000000000", "1111111111")]
    [InlineData("48656c6c6f20576f726c6421", "2NEpo7TZRRrLZSi2U")]
    [InlineData("0000287fb4cd", "11233QC4")]
    public void Published_vectors_hold_both_ways(string hex, string text)
    {
        Assert.Equal(text, Base58.Encode(Convert.FromHexString(hex)));
        Assert.Equal(hex, Convert.ToHexStringLower(Base58.Decode(text)));
    }

    [Fact]
    public void Every_value_is_read_back_and_agrees_with_division_of_one_large_number() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var text = Base58.Encode(bytes);
            return text == EncodeSlowly(bytes) && Base58.Decode(text).SequenceEqual(bytes);
        }).Holds();

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(400)]
    [InlineData(4000)]
    public void Long_values_with_extreme_bytes_are_read_back(int length)
    {
        foreach (var fill in new byte[] { 0x00, 0x01, 0x7f, 0xff })
        {
            var bytes = Enumerable.Repeat(fill, length).ToArray();
            Assert.Equal(bytes, Base58.Decode(Base58.Encode(bytes)));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("O")]
    [InlineData("I")]
    [InlineData("l")]
    [InlineData("2g ")]
    [InlineData("2g+")]
    [InlineData("2gé")]
    public void A_character_outside_the_alphabet_is_refused(string text) =>
        Assert.Throws<ProofFormatException>(() => Base58.Decode(text));

    [Fact]
    public void A_text_that_would_take_long_is_refused() =>
        Assert.Throws<ProofFormatException>(() => Base58.Decode(new string('z', 1_000_000)));

    private static string EncodeSlowly(byte[] bytes)
    {
        const string alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var value = new System.Numerics.BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = "";
        for (; value > 0; value /= 58)
        {
            text = alphabet[(int)(value % 58)] + text;
        }

        return new string('1', bytes.TakeWhile(b => b == 0).Count()) + text;
    }
}
