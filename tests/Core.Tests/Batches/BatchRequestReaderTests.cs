using System.Text.Json.Nodes;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Tests.Batches;

public sealed class BatchRequestReaderTests
{
    [Fact]
    public void The_walkthroughs_own_body_is_accepted()
    {
        var request = Bodies.Read(Bodies.Seed);

        Assert.True(request.IsOk, request.Error?.Message);
        var input = Assert.Single(request.Value.Credentials);
        Assert.Equal(Bodies.RecipientId, input.Signed.RecipientId);
        Assert.Equal("Ada Lovelace", input.Personal.Name);
        Assert.Equal("ada@example.com", input.Personal.Email);
        Assert.Equal("Introduction to Machine Learning", input.Signed.AchievementName);
        Assert.Equal("https://yourschool.edu/credentials/intro-ml", input.Signed.GivenAchievementId);
        Assert.Equal(new DateTimeOffset(2026, 4, 23, 12, 0, 1, 234, TimeSpan.Zero), input.Signed.ValidFrom);
        Assert.Null(input.Signed.ValidUntil);
        Assert.False(input.AutoClaim);
    }

    [Fact]
    public void The_walkthroughs_achievement_is_kept_with_types_filled_in()
    {
        var achievement = JsonNode.Parse(Bodies.Read(Bodies.Seed).Value.Credentials[0].Signed.Achievement.Span)!;
        var expected = JsonNode.Parse(Bodies.Seed)!["credentials"]![0]!["achievement"]!;
        expected["type"] = new JsonArray("Achievement");
        expected["alignment"]![0]!["type"] = new JsonArray("Alignment");

        Assert.True(JsonNode.DeepEquals(expected, achievement), achievement.ToJsonString());
    }

    [Theory]
    [InlineData("{}", "missing_required_field", "/credentials")]
    [InlineData("[]", "invalid_field_format", "")]
    [InlineData("null", "invalid_field_format", "")]
    [InlineData("{\"credentials\":[]}", "invalid_field_format", "/credentials")]
    [InlineData("{\"credentials\":null}", "invalid_field_format", "/credentials")]
    [InlineData("{\"credentials\":[1]}", "invalid_field_format", "/credentials/0")]
    public void A_faulty_envelope_is_refused(string body, string code, string pointer)
    {
        var error = Bodies.Read(body).Error!;

        Assert.Equal($"{code} {pointer}", $"{error.Code} {error.Details[0].Pointer}");
    }

    [Fact]
    public void An_unknown_member_of_the_envelope_is_refused()
    {
        var body = Bodies.With(_ => { });
        body["callback"] = "https://a.example";

        Assert.Equal("/callback", Assert.Single(Bodies.Read(body).Error!.Details).Pointer);
    }

    [Fact]
    public void All_faults_are_told_together_and_the_first_gives_the_code()
    {
        var body = Bodies.With(credential =>
        {
            credential["recipient"]!["id"] = "ada";
            credential["achievement"]!["alignment"]![0]!["targetFramework"] = "FOO";
            credential["achievement"]!.AsObject().Remove("name");
            credential["issuanceDate"] = "yesterday";
        });
        body["credentials"]!.AsArray().Add(JsonNode.Parse("{\"achievement\":{}}"));

        var error = Bodies.Read(body).Error!;

        Assert.Equal(ErrorCode.RecipientIdInvalid, error.Code);
        Assert.Equal(
            [
                "recipient_id_invalid /credentials/0/recipient/id",
                "missing_required_field /credentials/0/achievement/name",
                "alignment_framework_unknown /credentials/0/achievement/alignment/0/targetFramework",
                "invalid_field_format /credentials/0/issuanceDate",
                "missing_required_field /credentials/1/recipient",
                "missing_required_field /credentials/1/achievement/name",
                "missing_required_field /credentials/1/achievement/description",
                "missing_required_field /credentials/1/achievement/criteria",
                "missing_required_field /credentials/1/issuanceDate",
            ],
            error.Details.Select(f => $"{f.Code} {f.Pointer}"));
    }

    [Fact]
    public void At_most_100_faults_are_told()
    {
        var body = new JsonObject { ["credentials"] = new JsonArray([.. Enumerable.Range(0, 200).Select(_ => (JsonNode)new JsonObject())]) };

        Assert.Equal(Error.MaxDetails, Bodies.Read(body).Error!.Details.Count);
    }

    [Fact]
    public void No_message_holds_a_given_name_or_address()
    {
        var error = Bodies.Read(Bodies.With(credential =>
        {
            credential["recipient"]!["name"] = "Secret\tPerson";
            credential["recipient"]!["email"] = "secret person@example.com";
        })).Error!;

        Assert.Equal(2, error.Details.Count);
        Assert.DoesNotContain(error.Details, f => f.Message.Contains("ecret", StringComparison.Ordinal));
    }

    [Fact]
    public void The_recipients_address_is_refused_in_what_is_signed()
    {
        var error = Bodies.Read(Bodies.With(c => c["evidence"] = JsonNode.Parse("[{\"narrative\":\"sent by Ada@Example.com\"}]"))).Error!;

        Assert.Equal("/credentials/0/evidence/0/narrative", Assert.Single(error.Details).Pointer);
        Assert.DoesNotContain("Ada@", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipient_id_in_capitals_is_written_in_lower_case()
    {
        var request = Bodies.Read(Bodies.WithValue("/recipient/id", "\"urn:uuid:4E0C7F2E-6B1A-4F5A-9C8E-8A1B2C3D4E5F\""));

        Assert.Equal(Bodies.RecipientId, request.Value.Credentials[0].Signed.RecipientId);
    }

    [Fact]
    public void A_repeated_achievement_is_checked_against_each_recipient()
    {
        var other = "urn:uuid:11111111-2222-4333-8444-555555555555";
        var body = Bodies.WithValue("/achievement/related", $"[{{\"id\":\"{other}\"}}]");
        var second = body["credentials"]![0]!.DeepClone();
        second["recipient"]!["id"] = other;
        body["credentials"]!.AsArray().Add(second);

        Assert.Equal("/credentials/1/achievement/related/0/id", Assert.Single(Bodies.Read(body).Error!.Details).Pointer);
    }

    [Theory]
    [InlineData("a", "a", true, false)]
    [InlineData("a", "b", true, true)]
    [InlineData("a", "a", false, true)]
    public void An_external_id_stands_once_per_achievement(string first, string second, bool sameAchievement, bool accepted)
    {
        var body = Bodies.With(c => c["external_id"] = first);
        var other = body["credentials"]![0]!.DeepClone();
        other["external_id"] = second;
        other["achievement"]!["id"] = sameAchievement ? "https://yourschool.edu/credentials/intro-ml" : "https://yourschool.edu/credentials/other";
        body["credentials"]!.AsArray().Add(other);

        var request = Bodies.Read(body);

        Assert.Equal(accepted, request.IsOk);
        Assert.Equal(accepted ? null : "external_id_exists /credentials/1/external_id", request.Error is { } e ? $"{e.Code} {e.Details[0].Pointer}" : null);
    }
}
