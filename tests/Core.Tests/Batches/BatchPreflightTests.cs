using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Tests.Batches;

public sealed class BatchPreflightTests
{
    private static readonly IssuerInfo Issuer = new(new TenantId("tnt_01HXYZABCDEFGHJKMNPQRSTVWX"), Bodies.Did, "School", IsTest: true, "https://school.example/");

    private static readonly StatusEntry Status = new(Bodies.Origin + "/status/0", 131_071);

    [Theory]
    [InlineData(StatusForm.StatusList2021)]
    [InlineData(StatusForm.Bitstring)]
    public void Every_class_and_property_of_the_model_can_be_signed(StatusForm form)
    {
        foreach (var body in new[] { Bodies.Seed, Bodies.Complete })
        {
            Assert.Null(BatchPreflight.Check(Bodies.Read(body).Value, Issuer, Status with { Form = form }, default)?.Message);
        }
    }

    [Fact]
    public void Every_member_of_what_is_signed_changes_the_hash()
    {
        var document = JsonNode.Parse(CredentialDocument.Write(Bodies.Read(Bodies.Complete).Value.Credentials[0].Signed, Issuer, "urn:uuid:1", Status))!;
        var hash = Hash(document);

        foreach (var (owner, name) in Members(document).Where(m => m.Name != "@context").ToList())
        {
            var value = owner[name];
            owner.Remove(name);
            if (CanBeHashed(document, out var without))
            {
                Assert.False(hash.AsSpan().SequenceEqual(without), name);
            }

            owner[name] = value;
        }

        Assert.Equal(hash, Hash(document));
    }

    [Fact]
    public void What_the_reader_accepts_can_be_signed()
    {
        string[] odd = ["", "@context", "x", "_:b", "https://x.example/ü?q=%20#f", "urn:isbn:1", "ext:a.b_1-2", "de-DE", "a:b", "http://[::1]:80/", "\u0000\u202e\"\\", "https://a.example/[x]", "\uFFFE"];
        var pointers = Members(JsonNode.Parse(Bodies.Complete)!["credentials"]![0]!["achievement"]).Count();
        var edits = Gen.Choose(0, pointers - 1).SelectMany(at => Gen.Choose(-1, odd.Length - 1).Select(with => (At: at, With: with))).ListOf(3);
        var accepted = 0;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var body = JsonNode.Parse(Bodies.Complete)!;
            foreach (var (at, with) in list)
            {
                if (Members(body["credentials"]![0]!["achievement"]).ElementAtOrDefault(at) is (not null, _) member)
                {
                    Edit(member.Owner, member.Name, with < 0 ? null : odd[with]);
                }
            }

            if (Bodies.Read(body) is { IsOk: true } request)
            {
                accepted++;
                Assert.Null(BatchPreflight.Check(request.Value, Issuer, Status, default)?.Message);
            }
        }));

        Assert.InRange(accepted, 100, 2_000);
    }

    [Fact]
    public void A_refusal_is_told_at_the_place_in_the_request()
    {
        var body = Bodies.With(c => c["evidence"] = JsonNode.Parse("[{\"name\":\"e\"}]"));
        string?[] places = ["/credentialSubject/achievement/alignment/0/a~1b", "/credentialSubject/result/1", "/evidence/0/id", "/issuer", null];
        string[] told = ["/achievement/alignment/0/a~1b", "/result/1", "/evidence/0/id", "", ""];

        for (var i = 0; i < places.Length; i++)
        {
            var error = BatchPreflight.Check(Bodies.Read(body).Value, Issuer, Status, _ => throw new JsonLdException("unmapped member", places[i]), default);

            var fault = Assert.Single(error!.Details);
            Assert.Equal($"invalid_field_format /credentials/0{told[i]}", $"{fault.Code} {fault.Pointer}");
        }
    }

    [Fact]
    public void Too_much_work_is_a_fault_of_the_credential()
    {
        var error = BatchPreflight.Check(Bodies.Read(Bodies.Seed).Value, Issuer, Status, _ => throw new RdfcWorkLimitException(1), default);

        Assert.Equal("/credentials/0", Assert.Single(error!.Details).Pointer);
    }

    [Fact]
    public void One_achievement_for_many_recipients_is_canonicalized_once_and_evidence_every_time()
    {
        var documents = new List<string>();
        var request = Bodies.Read(Batch(6, withEvidence: 2)).Value;

        Assert.Null(BatchPreflight.Check(request, Issuer, Status, d => documents.Add(Encoding.UTF8.GetString(d)), default));

        Assert.Equal(3, documents.Count);
    }

    [Fact]
    public void A_document_judged_by_its_like_has_the_same_canonical_form_but_for_the_subject()
    {
        var request = Bodies.Read(Batch(2, withEvidence: 0)).Value;

        var forms = request.Credentials
            .Select(c => Encoding.UTF8.GetString(Canonicalizer.Shared.ToNQuads(CredentialDocument.Write(c.Signed, Issuer, "urn:uuid:1", Status)))
                .Replace(c.Signed.RecipientId, "SUBJECT", StringComparison.Ordinal))
            .Select(quads => quads.Split('\n').Order(StringComparer.Ordinal))
            .ToList();

        Assert.Equal(forms[0], forms[1]);
    }

    private static void Edit(JsonObject owner, string name, string? text)
    {
        if (text is null)
        {
            owner.Remove(name);
        }
        else if (owner[name] is JsonValue)
        {
            owner[name] = text;
        }
    }

    private static JsonNode Batch(int count, int withEvidence)
    {
        var body = Bodies.With(_ => { });
        var list = body["credentials"]!.AsArray();
        for (var i = 1; i < count; i++)
        {
            list.Add(list[0]!.DeepClone());
        }

        for (var i = 0; i < count; i++)
        {
            list[i]!["recipient"]!["id"] = $"urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-{i:x12}";
            if (i < withEvidence)
            {
                list[i]!["evidence"] = JsonNode.Parse("[{\"narrative\":\"n\"}]");
            }
        }

        return body;
    }

    private static IEnumerable<(JsonObject Owner, string Name)> Members(JsonNode? node)
    {
        if (node is JsonObject owner)
        {
            foreach (var (name, value) in owner)
            {
                yield return (owner, name);
                foreach (var inner in name == "@context" ? [] : Members(value))
                {
                    yield return inner;
                }
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var inner in list.SelectMany(Members))
            {
                yield return inner;
            }
        }
    }

    private static bool CanBeHashed(JsonNode document, out byte[] hash)
    {
        hash = [];
        try
        {
            hash = Hash(document);
            return true;
        }
        catch (JsonLdException)
        {
            return false;
        }
    }

    private static byte[] Hash(JsonNode document)
    {
        var hash = new byte[32];
        Canonicalizer.Shared.Hash(Encoding.UTF8.GetBytes(document.ToJsonString()), hash);
        return hash;
    }
}
