using System.Numerics;
using System.Text;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Ethereum;

/// <summary>Vectors of ethereum/tests, RLPTests/rlptest.json and invalidRLPTest.json.</summary>
public sealed class RlpTests
{
    private const string Sentence = "Lorem ipsum dolor sit amet, consectetur adipisicing elit";

    [Theory]
    [InlineData("", "80")]
    [InlineData("\0", "00")]
    [InlineData("\u0001", "01")]
    [InlineData("\u007f", "7f")]
    [InlineData("dog", "83646f67")]
    public void Strings_have_their_published_form(string text, string hex) => AssertBoth(text, hex);

    [Fact]
    public void Strings_around_the_55_byte_limit_have_their_published_form()
    {
        AssertBoth(Sentence[..^1], "b7" + Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Sentence[..^1])));
        AssertBoth(Sentence, "b838" + Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Sentence)));
        AssertBoth(new string('x', 1024), "b90400" + string.Concat(Enumerable.Repeat("78", 1024)));
    }

    [Theory]
    [InlineData("0", "80")]
    [InlineData("1", "01")]
    [InlineData("16", "10")]
    [InlineData("79", "4f")]
    [InlineData("127", "7f")]
    [InlineData("128", "8180")]
    [InlineData("1000", "8203e8")]
    [InlineData("100000", "830186a0")]
    [InlineData("83729609699884896815286331701780722", "8f102030405060708090a0b0c0d0e0f2")]
    [InlineData("105315505618206987246253880190783558935785933862974822347068935681", "9c0100020003000400050006000700080009000a000b000c000d000e01")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639936", "a1010000000000000000000000000000000000000000000000000000000000000000")]
    public void Numbers_have_their_published_form(string number, string hex)
    {
        var value = BigInteger.Parse(number);
        Assert.Equal(hex, Convert.ToHexStringLower(Rlp.Integer(value)));
        Assert.Equal(value, new RlpReader(Convert.FromHexString(hex)).ReadInteger(33));
    }

    [Fact]
    public void Lists_have_their_published_form()
    {
        static byte[] Text(string text) => Rlp.Bytes(Encoding.ASCII.GetBytes(text));
        var three = Rlp.List(Text("asdf"), Text("qwer"), Text("zxcv"));
        var empty = Rlp.List();
        AssertHex("c0", empty);
        AssertHex("cc83646f6783676f6483636174", Rlp.List(Text("dog"), Text("god"), Text("cat")));
        AssertHex("c6827a77c10401", Rlp.List(Text("zw"), Rlp.List(Rlp.Integer(4)), Rlp.Integer(1)));
        AssertHex("c4c2c0c0c0", Rlp.List(Rlp.List(empty, empty), empty));
        AssertHex("c7c0c1c0c3c0c1c0", Rlp.List(empty, Rlp.List(empty), Rlp.List(empty, Rlp.List(empty))));
        AssertHex(
            "f840cf84617364668471776572847a786376cf84617364668471776572847a786376cf84617364668471776572847a786376cf84617364668471776572847a786376",
            Rlp.List(three, three, three, three));
        var many = Rlp.List([.. Enumerable.Repeat(three, 32)]);
        Assert.StartsWith("f90200cf", Convert.ToHexStringLower(many), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bf0f000000000000021111")]
    [InlineData("ff0f000000000000021111")]
    [InlineData("f80180")]
    [InlineData("f80100")]
    [InlineData("b9002100dc2b275d0f74e8a53e6f4ec61b27f24278820be3f82ea2110e582081b0565df0")]
    [InlineData("8100")]
    [InlineData("8101")]
    [InlineData("817F")]
    [InlineData("b90040000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f")]
    [InlineData("b800")]
    [InlineData("fb00000040000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f")]
    [InlineData("f800")]
    [InlineData("b81000112233445566778899aabbccddeeff")]
    [InlineData("b801ff")]
    [InlineData("f810000102030405060708090a0b0c0d0e0f")]
    [InlineData("f803112233")]
    [InlineData("f861f83eb9002100dc2b275d0f74e8a53e6f4ec61b27f24278820be3f82ea2110e582081b0565df027b90015002d5ef8325ae4d034df55d4b58d0dfba64d61ddd17be00000b9001a00dae30907045a2f66fa36f2bb8aa9029cbb0b8a7b3b5c435ab331")]
    public void Published_invalid_values_are_refused(string hex) =>
        Assert.Throws<ProofFormatException>(() => Canonical(Convert.FromHexString(hex)));

    [Fact]
    public void Any_nested_value_is_read_back() => Prop.ForAll<byte[][], byte>((leaves, shape) =>
    {
        var encoded = leaves.Aggregate(Rlp.List(), (inner, leaf) =>
            (shape & leaf.Length) % 2 == 0 ? Rlp.List(inner, Rlp.Bytes(leaf)) : Rlp.List(Rlp.Bytes(leaf), inner, inner[..0]));
        return Canonical(encoded).SequenceEqual(encoded);
    }).Holds();

    [Fact]
    public void What_is_read_at_all_has_one_spelling() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            Assert.Equal(bytes, Canonical(bytes));
        }
        catch (ProofFormatException)
        {
        }
    }).Holds();

    /// <summary>Reads one value and writes it anew.</summary>
    private static byte[] Canonical(ReadOnlySpan<byte> bytes)
    {
        var reader = new RlpReader(bytes);
        var value = CanonicalItem(ref reader);
        reader.ExpectEnd();
        return value;
    }

    private static byte[] CanonicalItem(ref RlpReader reader)
    {
        if (!reader.AtList)
        {
            return Rlp.Bytes(reader.ReadBytes());
        }

        var inner = reader.ReadList();
        var items = new List<byte[]>();
        while (!inner.AtEnd)
        {
            items.Add(CanonicalItem(ref inner));
        }

        return Rlp.List([.. items]);
    }

    private static void AssertBoth(string text, string hex)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        AssertHex(hex, Rlp.Bytes(bytes));
        Assert.Equal(bytes, new RlpReader(Convert.FromHexString(hex)).ReadBytes().ToArray());
    }

    private static void AssertHex(string hex, byte[] actual)
    {
        Assert.Equal(hex, Convert.ToHexStringLower(actual));
        Assert.Equal(actual, Canonical(actual));
    }
}
