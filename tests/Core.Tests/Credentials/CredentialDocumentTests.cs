using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tests.Batches;

namespace LearnCoin.Core.Tests.Credentials;

public sealed class CredentialDocumentTests
{
    private const string DocumentId = "urn:uuid:0a0a0a0a-1b1b-4c2c-8d3d-4e4e4e4e4e4e";

    private static readonly IssuerInfo Issuer = new(new TenantId("tnt_01HXYZABCDEFGHJKMNPQRSTVWX"), Bodies.Did, "Your School", IsTest: true, "https://yourschool.edu/");

    private static readonly StatusEntry Status = new(Bodies.Origin + "/status/7", 94567);

    [Fact]
    public void The_walkthroughs_document_has_the_form_of_the_specification()
    {
        var document = Write(Bodies.Seed, Issuer, Status);

        var expected = JsonNode.Parse(
            """
            {"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
              {"@import": "https://w3id.org/blockcerts/v3.2",
               "image": {"@id": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#image", "@type": "@id"},
               "url": {"@id": "https://schema.org/url", "@type": "https://www.w3.org/2001/XMLSchema#anyURI"}},
              "https://w3id.org/vc/status-list/2021/v1"],
             "id": "urn:uuid:0a0a0a0a-1b1b-4c2c-8d3d-4e4e4e4e4e4e", "type": ["VerifiableCredential", "OpenBadgeCredential"],
             "name": "Introduction to Machine Learning", "validFrom": "2026-04-23T12:00:01.234Z",
             "issuer": {"id": "did:web:learncoin.example", "type": ["Profile"], "name": "Your School (test)", "url": "https://yourschool.edu/"},
             "credentialSubject": {"id": "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f", "type": ["AchievementSubject"],
              "achievement": {"id": "https://yourschool.edu/credentials/intro-ml", "type": ["Achievement"], "name": "Introduction to Machine Learning",
               "description": "Completed the 12-week introductory course with distinction.",
               "criteria": {"narrative": "Passing grade (≥ 70%) on the final project plus peer-reviewed code submission."},
               "alignment": [{"type": ["Alignment"], "targetName": "Machine learning",
                "targetUrl": "https://esco.ec.europa.eu/en/classification/skill?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2FS1.4.0",
                "targetFramework": "ESCO", "targetCode": "S1.4.0"}]}},
             "credentialStatus": {"id": "https://learncoin.example/status/7#94567", "type": "StatusList2021Entry", "statusPurpose": "revocation",
              "statusListIndex": "94567", "statusListCredential": "https://learncoin.example/status/7"}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(document)), Encoding.UTF8.GetString(document));
    }

    [Fact]
    public void Name_and_address_are_in_no_document()
    {
        var text = Encoding.UTF8.GetString(Write(Bodies.Complete, Issuer, Status));

        Assert.DoesNotContain("Lovelace", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ada@example.com", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sis-4711", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_stand_on_the_subject_and_evidence_on_the_credential()
    {
        var document = JsonNode.Parse(Write(Bodies.Complete, Issuer, Status))!;

        Assert.Equal(2, document["credentialSubject"]!["result"]!.AsArray().Count);
        Assert.Equal(2, document["evidence"]!.AsArray().Count);
        Assert.All(document["evidence"]!.AsArray(), e => Assert.Matches("^(https:|urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8)", e!["id"]!.GetValue<string>()));
        Assert.Equal("2031-04-23T12:00:00Z", document["validUntil"]!.GetValue<string>());
        Assert.Equal("2026-04-23T12:00:01.500Z", document["validFrom"]!.GetValue<string>());
    }

    [Fact]
    public void A_live_document_has_the_plain_name_and_a_bitstring_entry_needs_no_context()
    {
        var document = JsonNode.Parse(Write(Bodies.Seed, Issuer with { IsTest = false, Url = null }, Status with { Form = StatusForm.Bitstring }))!;

        Assert.Equal("{\"id\":\"did:web:learncoin.example\",\"type\":[\"Profile\"],\"name\":\"Your School\"}", document["issuer"]!.ToJsonString());
        Assert.Equal("BitstringStatusListEntry", document["credentialStatus"]!["type"]!.GetValue<string>());
        Assert.Equal(3, document["@context"]!.AsArray().Count);
    }

    [Fact]
    public void An_achievement_without_id_gets_a_stable_one_of_tenant_and_content()
    {
        var body = Bodies.WithValue("/achievement/id", null).ToJsonString();
        var other = Bodies.With(c => c["achievement"] = JsonNode.Parse(
            """{"criteria":{"narrative":"n"},"description":"d","name":"n"}""")).ToJsonString();
        var otherOrder = Bodies.With(c => c["achievement"] = JsonNode.Parse(
            """{"type":"Achievement","name":"n","description":"d","criteria":{"narrative":"n"}}""")).ToJsonString();

        var id = AchievementIdOf(body, Issuer);

        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
        Assert.Equal(id, AchievementIdOf(body, Issuer with { IsTest = false, TenantName = "Renamed" }));
        Assert.NotEqual(id, AchievementIdOf(body, Issuer with { Tenant = new TenantId("tnt_01HXYZABCDEFGHJKMNPQRSTVWY") }));
        Assert.NotEqual(id, AchievementIdOf(other, Issuer));
        Assert.Equal(AchievementIdOf(other, Issuer), AchievementIdOf(otherOrder, Issuer));
    }

    [Theory]
    [InlineData(Bodies.Seed)]
    [InlineData(Bodies.Complete)]
    public void A_stored_signed_part_writes_the_same_document(string body)
    {
        var signed = Bodies.Read(body).Value.Credentials[0].Signed;

        var restored = SignedPart.Deserialize(signed.Serialize());

        Assert.Equal(CredentialDocument.Write(signed, Issuer, DocumentId, Status), CredentialDocument.Write(restored, Issuer, DocumentId, Status));
        Assert.Equal(signed.Serialize(), restored.Serialize());
    }

    [Fact]
    public void A_stored_signed_part_that_was_cut_short_is_refused()
    {
        var bytes = Bodies.Read(Bodies.Complete).Value.Credentials[0].Signed.Serialize();

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => SignedPart.Deserialize(bytes.AsMemory(0, length)));
        }
    }

    [Fact]
    public void An_input_shows_no_personal_data_in_a_log()
    {
        var text = Bodies.Read(Bodies.Seed).Value.Credentials[0].ToString();

        Assert.DoesNotContain("Lovelace", text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Bodies.RecipientId, text, StringComparison.Ordinal);
    }

    private static string AchievementIdOf(string body, IssuerInfo issuer) =>
        JsonNode.Parse(Write(body, issuer, Status))!["credentialSubject"]!["achievement"]!["id"]!.GetValue<string>();

    private static byte[] Write(string body, IssuerInfo issuer, StatusEntry? status)
    {
        var request = Bodies.Read(body);
        Assert.True(request.IsOk, request.Error?.Message);
        return CredentialDocument.Write(request.Value.Credentials[0].Signed, issuer, DocumentId, status);
    }
}
