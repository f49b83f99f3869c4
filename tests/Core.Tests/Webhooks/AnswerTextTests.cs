using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LearnCoin.Core.Tests.Proofs;
using LearnCoin.Core.Webhooks;

namespace LearnCoin.Core.Tests.Webhooks;

public sealed class AnswerTextTests
{
    private const string Body = """{"data":{"recipient_id":"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001","external_id":"s\"4711"}}""";

    [Theory]
    [InlineData("urn:uuid:4E0C7F2E-6b1a-4f5a-9c8e-000000000001")]
    [InlineData("4e0c7f2e-6b1a-4f5a-9c8e-000000000001")]
    [InlineData("4e0c7f2e6b1a4f5a9c8e000000000001")]
    [InlineData("urn%3Auuid%3A4e0c7f2e-6b1a-4f5a-9c8e-000000000001")]
    [InlineData("ada@students.example")]
    [InlineData("ada%40students.example")]
    [InlineData("ada\\u0040students.example")]
    [InlineData("s\"4711")]
    [InlineData("S\"4711")]
    [InlineData("s\\u00224711")]
    [InlineData("4e0c7f2e-6b1a-\u00004f5a-9c8e-000000000001")]
    [InlineData("4e0c7f2e-6b1a-\u200b4f5a-9c8e-000000000001")]
    public void What_can_be_erased_is_masked_however_it_is_spelled(string secret)
    {
        var kept = Keep($"error <{secret}> here")!;
        Assert.StartsWith("error <*", kept, StringComparison.Ordinal);
        Assert.EndsWith("*> here", kept, StringComparison.Ordinal);
        Assert.Matches(@"^error <\*+> here$", kept);
    }

    [Theory]
    [InlineData("Ada  Example")]
    [InlineData("Ada \t Example")]
    [InlineData("Ada Example")]
    [InlineData("ada   example")]
    public void A_reference_is_masked_whatever_its_white_space(string spelled) =>
        Assert.Equal("no ***********, sorry", AnswerText.Keep($"no {spelled}, sorry", Encoding.UTF8.GetBytes("""{"data":{"external_id":"Ada  Example"}}""")));

    [Fact]
    public void What_is_cut_at_the_end_is_masked_too()
    {
        // Every place at which the sender's cut may fall within an id.
        for (var tail = 0; tail <= 45; tail++)
        {
            var answer = (new string('\u0001', WebhookAnswer.MaxTextBytes - tail) + "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-000000000001")[..WebhookAnswer.MaxTextBytes];
            Assert.DoesNotContain("4e0", Keep(answer) ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void At_most_2_KB_are_kept_of_whole_characters_without_controls() => Prop.ForAll<string>(static part =>
    {
        var kept = Keep(new StringBuilder().Insert(0, (part ?? "") + "\u00e9\ud83d\ude00\u0007 ", 400).ToString()) ?? "";
        return Encoding.UTF8.GetByteCount(kept) <= AnswerText.MaxBytes && !kept.Any(char.IsControl);
    }).Holds();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n\0")]
    public void Nothing_stays_nothing(string? answer) => Assert.True(string.IsNullOrEmpty(Keep(answer)));

    [Fact]
    public void What_says_why_stays() => Assert.Equal("Database down, try 2026-04-23 again", Keep("Database\r\ndown, try 2026-04-23 again\u001b"));

    private static string? Keep(string? answer) => AnswerText.Keep(answer, Encoding.UTF8.GetBytes(Body));
}
