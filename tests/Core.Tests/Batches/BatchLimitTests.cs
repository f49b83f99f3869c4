using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Batches;

/// <summary>Sizes and counts: the last one that is taken, the first one that is not.</summary>
public sealed class BatchLimitTests
{
    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void A_batch_holds_at_most_500_credentials(int count, bool accepted)
    {
        var one = JsonNode.Parse(Bodies.Seed)!["credentials"]![0]!;
        var body = new JsonObject { ["credentials"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => one.DeepClone())]) };

        var request = Bodies.Read(body);

        Assert.Equal(accepted, request.IsOk);
        if (!accepted)
        {
            Assert.Equal(ErrorCode.BatchTooLarge, request.Error!.Code);
        }
    }

    [Theory]
    [InlineData(65536, true)]
    [InlineData(65537, false)]
    public void An_achievement_has_at_most_64_KB_as_sent(int bytes, bool accepted)
    {
        var empty = "{\"name\":\"n\",\"description\":\"\",\"criteria\":{\"narrative\":\"n\"}}".Length;
        var text = "€" + new string('x', bytes - empty - 3);
        var achievement = $"{{\"name\":\"n\",\"description\":\"{text}\",\"criteria\":{{\"narrative\":\"n\"}}}}";
        Assert.Equal(bytes, Encoding.UTF8.GetByteCount(achievement));
        var request = Bodies.Read($"{{\"credentials\":[{{\"recipient\":{{\"id\":\"{Bodies.RecipientId}\",\"name\":\"n\"}},\"achievement\":{achievement},\"issuanceDate\":\"2026-04-23T12:00:00Z\"}}]}}");

        Assert.Equal(accepted, request.IsOk);
        if (!accepted)
        {
            Assert.Equal("achievement_too_large /credentials/0/achievement", $"{request.Error!.Code} {request.Error.Details[0].Pointer}");
        }
    }

    [Theory]
    [InlineData(60_000, 60_000, true)]
    [InlineData(66_000, 66_000, false)]
    public void Evidence_and_results_have_at_most_128_KB_together(int evidence, int result, bool accepted)
    {
        var request = Bodies.Read(Bodies.With(credential =>
        {
            credential["evidence"] = new JsonArray(new JsonObject { ["narrative"] = new string('e', evidence) });
            credential["result"] = new JsonArray(new JsonObject { ["value"] = new string('r', result) });
        }));

        Assert.Equal(accepted, request.IsOk);
        Assert.Equal(accepted ? null : "/credentials/0/evidence", request.Error?.Details[0].Pointer);
    }

    [Theory]
    [InlineData(4094, true)]
    [InlineData(4095, false)]
    public void Tenant_metadata_has_at_most_4_KB(int characters, bool accepted) =>
        Assert.Equal(accepted, Bodies.Read(Bodies.With(c => c["tenant_metadata"] = new string('x', characters))).IsOk);

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_name_is_counted_in_characters_not_in_UTF16_units(int characters, bool accepted) =>
        Assert.Equal(accepted, Bodies.Read(Bodies.With(c => c["recipient"]!["name"] = string.Concat(Enumerable.Repeat("🎓", characters)))).IsOk);
}
