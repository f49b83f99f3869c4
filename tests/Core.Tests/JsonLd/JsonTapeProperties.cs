using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>Our JSON reader beside the one of the BCL.</summary>
public sealed class JsonTapeProperties
{
    private const string Seed =
        """{"a":[1,-0.5e+3,true,false,null,"x\ny",{}],"b":{"c":"\u00e9\ud83c\udf93 é","d":[]},"e":"","f":[[1],[2,[3]]],"g":1e5} """;

    [Fact]
    public void Damaged_json_is_accepted_exactly_when_the_bcl_accepts_it()
    {
        int accepted = 0;
        int refused = 0;
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            byte[] json = Damage(Encoding.UTF8.GetBytes(Seed), new Random(seed));
            bool expected = BclAccepts(json);
            _ = expected ? accepted++ : refused++;
            return Accepts(json) == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
        Assert.True(accepted > 100 && refused > 100, $"{accepted} accepted, {refused} refused");
    }

    [Fact]
    public void A_canonical_copy_of_any_strings_holds_the_same_strings()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string[]>(), strings =>
        {
            string[] valid = [.. strings.Select(s => new string([.. (s ?? "").Where(c => !char.IsSurrogate(c))]))];
            JsonTape tape = JsonTape.Parse(JsonSerializer.SerializeToUtf8Bytes(valid), 8);
            string[]? copy = JsonSerializer.Deserialize<string[]>(JsonCanonicalizer.Canonicalize(tape, 0));
            return valid.SequenceEqual(copy!);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("1e21", "1e+21")]
    [InlineData("123456789012345680000", "123456789012345680000")]
    [InlineData("-0", "0")]
    [InlineData("1e-6", "0.000001")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-1.7976931348623157e308", "-1.7976931348623157e+308")]
    [InlineData("""{"\u20ac":"E","\r":"CR","\ufb33":"D","1":"1","\ud83d\ude00":"S","\u0080":"C","\u00f6":"O"}""", "{\"\\r\":\"CR\",\"1\":\"1\",\"\u0080\":\"C\",\"ö\":\"O\",\"€\":\"E\",\"😀\":\"S\",\"\ufb33\":\"D\"}")]
    public void Json_is_canonicalized_as_rfc_8785_says(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(JsonTape.Parse(Encoding.UTF8.GetBytes(json), 8), 0)));

    private static bool Accepts(byte[] json)
    {
        try
        {
            JsonTape.Parse(json, 6);
            return true;
        }
        catch (JsonLdException)
        {
            return false;
        }
    }

    private static bool BclAccepts(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 6, AllowDuplicateProperties = false });
            ReadStrings(document.RootElement);
            return System.Text.Unicode.Utf8.IsValid(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Lone surrogates are found by the BCL only when a string is read.
    private static void ReadStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Assert.NotNull(member.Name);
                    ReadStrings(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    ReadStrings(item);
                }

                break;
            case JsonValueKind.String:
                Assert.NotNull(element.GetString());
                break;
        }
    }

    private static byte[] Damage(byte[] json, Random random)
    {
        var bytes = new List<byte>(json);
        for (int i = random.Next(3); i >= 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Insert(at, "{}[]\",:\\u0e-+. \t\n1ad"u8[random.Next(20)]);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), random.Next(8)));
                    break;
            }
        }

        return [.. bytes];
    }
}
