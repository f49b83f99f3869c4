namespace LearnCoin.Core.Tests.Batches;

/// <summary>The credential table of spec/api.md "Batches", one change to the walkthrough's body at a time.</summary>
public sealed class CredentialTableTests
{
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
}
