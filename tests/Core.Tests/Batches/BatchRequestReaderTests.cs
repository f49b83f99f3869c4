using System.Text;
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
    [InlineData("/recipient", null, "missing_required_field")]
    [InlineData("/recipient", "3", "invalid_field_format")]
    [InlineData("/recipient/id", null, "missing_required_field")]
    [InlineData("/recipient/id", "\"ada\"", "recipient_id_invalid")]
    [InlineData("/recipient/id", "7", "recipient_id_invalid")]
    [InlineData("/recipient/id", "\"urn:uuid:4e0c7f2e-6b1a-1f5a-9c8e-8a1b2c3d4e5f\"", "recipient_id_invalid")]
    [InlineData("/recipient/id", "\"urn:uuid:4e0c7f2e-6b1a-4f5a-cc8e-8a1b2c3d4e5f\"", "recipient_id_invalid")]
    [InlineData("/recipient/id", "\"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f\\n\"", "recipient_id_invalid")]
    [InlineData("/recipient/name", null, "missing_required_field")]
    [InlineData("/recipient/name", "\"\"", "invalid_field_format")]
    [InlineData("/recipient/name", "\"  \"", "invalid_field_format")]
    [InlineData("/recipient/name", "\"A\\u0007da\"", "invalid_field_format")]
    [InlineData("/recipient/name", "\"A\\nda\"", "invalid_field_format")]
    [InlineData("/recipient/email", "\"[email protected]\"", "invalid_field_format")]
    [InlineData("/recipient/email", "\"a@b.c\\r\\nBcc: d@e.f\"", "invalid_field_format")]
    [InlineData("/recipient/auto_claim", "\"yes\"", "invalid_field_format")]
    [InlineData("/recipient/phone", "\"1\"", "invalid_field_format")]
    [InlineData("/issuanceDate", null, "missing_required_field")]
    [InlineData("/issuanceDate", "null", "invalid_field_format")]
    [InlineData("/issuanceDate", "\"2026-04-23\"", "invalid_field_format")]
    [InlineData("/issuanceDate", "\"2026-04-23T12:00:00\"", "invalid_field_format")]
    [InlineData("/issuanceDate", "\"23.04.2026\"", "invalid_field_format")]
    [InlineData("/issuanceDate", "1776945600", "invalid_field_format")]
    [InlineData("/expirationDate", "\"2026-04-23T12:00:01.234Z\"", "invalid_field_format")]
    [InlineData("/expirationDate", "\"2026-04-23T13:00:00+02:00\"", "invalid_field_format")]
    [InlineData("/external_id", "\"\"", "invalid_field_format")]
    [InlineData("/external_id", "\"a b\"", "invalid_field_format")]
    [InlineData("/external_id", "5", "invalid_field_format")]
    [InlineData("/issuance_date", "\"2026-04-23T12:00:00Z\"", "invalid_field_format")]
    [InlineData("/a~1b~0c", "1", "invalid_field_format")]
    [InlineData("/achievement", null, "missing_required_field")]
    [InlineData("/achievement", "[]", "invalid_field_format")]
    [InlineData("/achievement/name", null, "missing_required_field")]
    [InlineData("/achievement/name", "\"\"", "invalid_field_format")]
    [InlineData("/achievement/name", "{\"en\":\"x\"}", "invalid_field_format")]
    [InlineData("/achievement/description", null, "missing_required_field")]
    [InlineData("/achievement/criteria", null, "missing_required_field")]
    [InlineData("/achievement/criteria", "\"https://a.example\"", "invalid_field_format")]
    [InlineData("/achievement/criteria/narrative", null, "missing_required_field")]
    [InlineData("/achievement/criteria/id", "\"javascript:alert(1)\"", "invalid_field_format")]
    [InlineData("/achievement/id", "\"intro-ml\"", "invalid_field_format")]
    [InlineData("/achievement/id", "\"javascript:alert(1)\"", "invalid_field_format")]
    [InlineData("/achievement/id", "\"https://a.example/a b\"", "invalid_field_format")]
    [InlineData("/achievement/alignment/0/targetFramework", "\"FOO\"", "alignment_framework_unknown")]
    [InlineData("/achievement/alignment/0/targetFramework", "\"esco\"", "alignment_framework_unknown")]
    [InlineData("/achievement/alignment/0/targetFramework", "1", "invalid_field_format")]
    [InlineData("/achievement/alignment/0/targetName", null, "missing_required_field")]
    [InlineData("/achievement/alignment/0/targetUrl", null, "missing_required_field")]
    [InlineData("/achievement/alignment/0/targetUrl", "\"JavaScript:alert(1)\"", "invalid_field_format")]
    [InlineData("/achievement/alignment/0/targetUrl", "\"/skill\"", "invalid_field_format")]
    [InlineData("/achievement/alignment/0/targetType", "\"Skill\"", "invalid_field_format")]
    [InlineData("/achievement/achievementType", "\"Diplom\"", "invalid_field_format")]
    [InlineData("/achievement/inLanguage", "\"english\"", "invalid_field_format")]
    [InlineData("/achievement/creditsAvailable", "\"3\"", "invalid_field_format")]
    [InlineData("/achievement/creditsAvailable", "1e999", "invalid_field_format")]
    [InlineData("/achievement/image", "\"https://a.example/i.png\"", "invalid_field_format")]
    [InlineData("/achievement/endorsement", "[]", "invalid_field_format")]
    [InlineData("/achievement/endorsementJwt", "[\"a.b.c\"]", "invalid_field_format")]
    [InlineData("/achievement/favourite", "1", "invalid_field_format")]
    [InlineData("/achievement/version", "null", "invalid_field_format")]
    [InlineData("/achievement/type", "[\"Achievement\",\"VerifiableCredential\"]", "invalid_field_format")]
    [InlineData("/achievement/type", "\"https://a.example/Type\"", "invalid_field_format")]
    [InlineData("/evidence", "{}", "invalid_field_format")]
    [InlineData("/result", "\"A\"", "invalid_field_format")]
    public void A_faulty_member_is_refused_with_its_code_at_its_pointer(string pointer, string? json, string code)
    {
        var error = Bodies.Read(Bodies.WithValue(pointer, json)).Error;

        Assert.NotNull(error);
        var fault = Assert.Single(error.Details);
        Assert.Equal($"{code} /credentials/0{pointer}", $"{fault.Code} {fault.Pointer}");
        Assert.Equal(fault.Code, error.Code);
        Assert.Equal(fault.Message, error.Message);
        Assert.StartsWith(fault.Pointer + " ", error.Message, StringComparison.Ordinal);
        Assert.Equal(400, error.Code.Status);
    }

    [Theory]
    [InlineData("/recipient/email", "null")]
    [InlineData("/recipient/email", "\"\\\"ada l\\\"@mail.example.com\"")]
    [InlineData("/recipient/auto_claim", "true")]
    [InlineData("/recipient/name", "\"Ἀδα 🎓 O'Neil-Lovelace\"")]
    [InlineData("/issuanceDate", "\"2026-04-23T12:00Z\"")]
    [InlineData("/issuanceDate", "\"2026-04-23T12:00:00.123456+0530\"")]
    [InlineData("/expirationDate", "\"2027-04-23T12:00:00-08:00\"")]
    [InlineData("/expirationDate", "null")]
    [InlineData("/external_id", "\"sis:4711/ä\"")]
    [InlineData("/tenant_metadata", "{\"a\":[1,null,{\"@b\":true,\"proof\":\"x\"}]}")]
    [InlineData("/tenant_metadata", "\"text\"")]
    [InlineData("/evidence", "[]")]
    [InlineData("/achievement/id", null)]
    [InlineData("/achievement/id", "\"urn:uuid:00000000-0000-4000-8000-000000000000\"")]
    [InlineData("/achievement/criteria/id", "\"https://yourschool.edu/credentials/intro-ml\"")]
    [InlineData("/achievement/type", "\"Achievement\"")]
    [InlineData("/achievement/alignment", "[]")]
    [InlineData("/achievement/alignment/0/targetFramework", "\"O*NET\"")]
    [InlineData("/achievement/alignment/0/targetFramework", "\"ISCED-F\"")]
    [InlineData("/achievement/alignment/0/targetFramework", "\"CUSTOM\"")]
    [InlineData("/achievement/alignment/0/targetFramework", null)]
    [InlineData("/achievement/alignment/0/targetType", "\"ext:skill_1\"")]
    [InlineData("/achievement/alignment/0/type", "[\"Alignment\"]")]
    [InlineData("/achievement/image", "{\"id\":\"data:image/png;base64,iVBORw0KGgo=\",\"type\":\"Image\"}")]
    [InlineData("/achievement/tag", "\"one\"")]
    [InlineData("/achievement/inLanguage", "\"en-US\"")]
    public void A_good_variation_is_accepted(string pointer, string? json)
    {
        var request = Bodies.Read(Bodies.WithValue(pointer, json));

        Assert.True(request.IsOk, request.Error?.Message);
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
