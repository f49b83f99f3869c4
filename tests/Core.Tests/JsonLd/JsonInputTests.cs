using System.Text;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

public sealed class JsonInputTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"c":[{"d":1,"e":2,"d":3}]}}""", "/b/c/0/d")]
    [InlineData("""{"a":1,"\u0061":2}""", "/a")]
    [InlineData("""[{"@id":"urn:x:1"},{"@id":"urn:x:1","@id":"urn:x:2"}]""", "/1/@id")]
    public void A_repeated_member_is_refused_at_its_place(string json, string pointer)
    {
        var error = Refused(Encoding.UTF8.GetBytes(json));
        Assert.Equal((JsonLdErrorCodes.DuplicateMember, pointer), (error.Code, error.Pointer));
    }

    [Fact]
    public void A_repeated_member_among_thousands_is_refused()
    {
        string members = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"m{i}\":{i}"));
        Assert.Equal("/m4321", Refused(Encoding.UTF8.GetBytes("{" + members + ",\"m4321\":0}")).Pointer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("/**/{}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}")]
    [InlineData("{\"a\":\"\\ud800\\u0041\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":\"\\u12G4\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\u0001\"}")]
    [InlineData("\uFEFF{}")]
    public void What_is_not_json_is_refused(string json) =>
        Assert.Equal(JsonLdErrorCodes.InvalidJson, Refused(Encoding.UTF8.GetBytes(json)).Code);

    [Fact]
    public void What_is_not_utf8_is_refused() =>
        Assert.Equal(JsonLdErrorCodes.InvalidJson, Refused([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}']).Code);

    [Fact]
    public void Nesting_is_accepted_up_to_the_limit_and_refused_beyond()
    {
        byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
            "{\"@context\":{\"p\":\"http://example.org/p\"},\"p\":" + string.Concat(Enumerable.Repeat("{\"p\":", depth - 2)) + "{\"p\":1}"
            + new string('}', depth - 1));
        var canonicalizer = new Canonicalizer(EmbeddedContexts.Instance, new CanonicalizerOptions { MaxDepth = 20 });
        Assert.Equal(20, Encoding.UTF8.GetString(canonicalizer.ToNQuads(Nested(20))).Count(c => c == '\n'));
        Assert.Equal(JsonLdErrorCodes.InvalidJson, Assert.Throws<JsonLdException>(() => canonicalizer.ToNQuads(Nested(21))).Code);
    }

    [Fact]
    public void Escapes_and_characters_come_out_in_canonical_form()
    {
        string json = """{"@id":"urn:x:1","http://example.org/p":"\u0000\b\t\n\u000b\f\r\"\\\/\u007f\u0080é\ud83c\udf93🎓"}""";
        string expected = "<urn:x:1> <http://example.org/p> \"\\u0000\\b\\t\\n\\u000B\\f\\r\\\"\\\\/\\u007F\u0080é🎓🎓\" .\n";
        Assert.Equal(expected, Encoding.UTF8.GetString(Canonicalizer.Shared.ToNQuads(Encoding.UTF8.GetBytes(json))));
    }

    [Theory]
    [InlineData("1", "1", "integer")]
    [InlineData("-0", "0", "integer")]
    [InlineData("1.0", "1", "integer")]
    [InlineData("1e3", "1000", "integer")]
    [InlineData("9007199254740992", "9007199254740992", "integer")]
    [InlineData("100000000000000000000", "100000000000000000000", "integer")]
    [InlineData("1e21", "1.0E21", "double")]
    [InlineData("3.5", "3.5E0", "double")]
    [InlineData("0.1", "1.0E-1", "double")]
    [InlineData("-12.75e-10", "-1.275E-9", "double")]
    [InlineData("2500000000000000.5", "2.500000000000001E15", "double")]
    [InlineData("5e-324", "4.940656458412465E-324", "double")]
    [InlineData("1.7976931348623157e308", "1.797693134862316E308", "double")]
    public void A_number_becomes_the_canonical_integer_or_double(string number, string text, string type)
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"@id\":\"urn:x:1\",\"http://example.org/p\":" + number + "}");
        string expected = $"<urn:x:1> <http://example.org/p> \"{text}\"^^<http://www.w3.org/2001/XMLSchema#{type}> .\n";
        Assert.Equal(expected, Encoding.UTF8.GetString(Canonicalizer.Shared.ToNQuads(json)));
    }

    private static JsonLdException Refused(byte[] json) => Assert.Throws<JsonLdException>(() => Canonicalizer.Shared.ToNQuads(json));
}
