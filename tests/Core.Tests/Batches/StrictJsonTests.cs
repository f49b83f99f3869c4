using System.Text;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Tests.Batches;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" ", "line 1, byte 2")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("{\n  \"a\": tru\n}", "line 2")]
    [InlineData("{\"a\":1,}", "syntax")]
    [InlineData("{'a':1}", "syntax")]
    [InlineData("// c\n{}", "syntax")]
    [InlineData("{} {}", "line 1, byte 4")]
    [InlineData("[01]", "syntax")]
    [InlineData("[NaN]", "syntax")]
    [InlineData("[\"\t\"]", "syntax")]
    [InlineData("[\"\\x\"]", "syntax")]
    [InlineData("\uFEFF{}", "byte order mark")]
    [InlineData("{\"a\":1,\n\"a\":2}", "repeated in one object at line 2, byte 1")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "repeated in one object at line 1, byte 8")]
    [InlineData("{\"x\":[{\"b\":1},{\"b\":{\"c\":0,\"d\":0,\"c\":0}}]}", "repeated")]
    [InlineData("[\"\\ud800\"]", "surrogate pair at line 1, byte 2")]
    [InlineData("[\"\\ud83cx\"]", "surrogate")]
    [InlineData("[\"\\udf93\\ud83c\"]", "surrogate")]
    [InlineData("[\"\\ud83c\\ud83c\\udf93\"]", "surrogate")]
    [InlineData("{\"\\ud800\":1}", "surrogate")]
    public void A_body_that_is_not_strict_JSON_is_refused_with_a_position(string body, string told)
    {
        var result = BatchRequestReader.Read(Encoding.UTF8.GetBytes(body), Bodies.Reserved);

        Assert.Equal(ErrorCode.InvalidJson, result.Error!.Code);
        Assert.Contains(told, result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.InvalidJson, Assert.Single(result.Error.Details).Code);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'[', (byte)'"', 0xC0, 0xAF, (byte)'"', (byte)']' }, "line 1, byte 3")]
    [InlineData(new byte[] { (byte)'[', (byte)'\n', (byte)'"', 0xED, 0xA0, 0x80, (byte)'"', (byte)']' }, "line 2, byte 2")]
    [InlineData(new byte[] { (byte)'[', (byte)'"', 0xE2, 0x82 }, "line 1, byte 3")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0 }, "line 1, byte 1")]
    public void Wrong_UTF8_is_refused_with_a_position(byte[] body, string told)
    {
        var error = BatchRequestReader.Read(body, Bodies.Reserved).Error!;

        Assert.Equal(ErrorCode.InvalidJson, error.Code);
        Assert.Contains("not UTF-8 at " + told, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":{\"b\":1},\"b\":[{\"b\":1},{\"b\":1}]}")]
    [InlineData("[\"\\ud83c\\udf93\", \"\\\\ud800\", \"🎓\"]")]
    [InlineData(" {\"\":0}\r\n")]
    public void Strict_JSON_is_accepted(string body)
    {
        var result = StrictJson.Parse(Encoding.UTF8.GetBytes(body));

        Assert.True(result.IsOk, result.Error?.Message);
        result.Value.Dispose();
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(100_000, false)]
    public void Nesting_has_at_most_32_levels(int levels, bool accepted)
    {
        var result = StrictJson.Parse(Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels)));

        Assert.Equal(accepted, result.IsOk);
        if (accepted)
        {
            result.Value.Dispose();
        }
        else
        {
            Assert.Contains("deeper than 32 levels", result.Error!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_message_quotes_the_body()
    {
        var error = StrictJson.Parse("{\"name\":\"Secret Person\",\"name\":Secret}"u8.ToArray()).Error!;

        Assert.DoesNotContain("Secret", error.Message, StringComparison.Ordinal);
    }
}
