using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.Verification;
using Xunit.Abstractions;

namespace LearnCoin.Core.Tests.Verification;

public sealed class TamperingTests(ITestOutputHelper output) : IDisposable
{
    private readonly IssuedCredential issued = new();

    /// <summary>The id of the Merkle proof itself: no hash covers it and nothing names it, so no reader can notice (spec/credential.md).</summary>
    private const string Uncovered = "$.proof[1].id";

    [Fact]
    public async Task Every_changed_value_is_refused()
    {
        var document = JsonNode.Parse(issued.Anchored())!;
        var paths = Leaves(document).Select(leaf => leaf.GetPath()).ToList();
        foreach (var path in paths)
        {
            var changed = JsonNode.Parse(issued.Anchored())!;
            var leaf = Leaves(changed).Single(node => node.GetPath() == path);
            leaf.ReplaceWith(Changed(leaf.GetValue<string>()));
            var report = await issued.VerifyAsync(changed);
            Assert.Equal(path == Uncovered ? Verdict.Valid : Verdict.Invalid, report.Verdict);
        }

        output.WriteLine($"{paths.Count} values changed");
        Assert.Equal(55, paths.Count);
    }

    [Fact]
    public async Task Every_left_out_member_or_entry_is_refused()
    {
        var document = JsonNode.Parse(issued.Anchored())!;
        var paths = Nodes(document).Where(node => node.Parent is not null).Select(node => node.GetPath()).ToList();
        foreach (var path in paths)
        {
            var changed = JsonNode.Parse(issued.Anchored())!;
            var node = Nodes(changed).Single(n => n.GetPath() == path);
            if (node.Parent is JsonArray array)
            {
                array.Remove(node);
            }
            else
            {
                node.Parent!.AsObject().Remove(node.GetPropertyName());
            }

            // Without its Merkle proof the document is one that is not anchored yet.
            var expected = path == Uncovered ? Verdict.Valid : path == "$.proof[1]" ? Verdict.Undetermined : Verdict.Invalid;
            Assert.True(expected == (await issued.VerifyAsync(changed)).Verdict, path);
        }

        output.WriteLine($"{paths.Count} members left out");
    }

    [Fact]
    public async Task An_added_member_is_refused_wherever_it_stands()
    {
        var document = JsonNode.Parse(issued.Anchored())!;
        foreach (var path in Nodes(document).Where(node => node is JsonObject).Select(node => node.GetPath()).ToList())
        {
            foreach (var (name, value) in new[] { ("description", "added"), ("unmapped", "added"), ("@type", "https://x.example/T") })
            {
                var changed = JsonNode.Parse(issued.Anchored())!;
                var target = Nodes(changed).Single(node => node.GetPath() == path).AsObject();
                target[name] = target[name] is null ? value : "changed";
                Assert.True(Verdict.Invalid == (await issued.VerifyAsync(changed)).Verdict, $"{path}.{name}");
            }
        }
    }

    [Fact]
    public async Task Another_order_of_members_or_of_types_is_no_change()
    {
        var document = Reversed(JsonNode.Parse(issued.Anchored())!);
        Assert.Equal("OpenBadgeCredential", document["type"]![0]!.GetValue<string>());
        var report = await issued.VerifyAsync(document);
        Assert.Equal(Verdict.Valid, report.Verdict);
    }

    [Theory]
    [InlineData("name", "\"name\":\"Doctor\"")]
    [InlineData("validUntil", "\"validUntil\":\"2099-01-01T00:00:00Z\"")]
    [InlineData("name", "\"n\\u0061me\":\"Doctor\"")]
    public async Task Repeated_members_are_refused_whichever_comes_last(string name, string member)
    {
        var text = Encoding.UTF8.GetString(issued.Anchored());
        var first = text.Insert(1, member + ",");
        var last = text.Insert(text.Length - 1, "," + member);
        foreach (var repeated in new[] { first, last })
        {
            var report = await issued.VerifyAsync(Encoding.UTF8.GetBytes(repeated));
            Assert.Equal(Verdict.Invalid, report.Verdict);
            Assert.Equal((CheckOutcome.Failed, CheckReason.NotStrictJson), (report[CheckName.Schema].Outcome, report[CheckName.Schema].Reason));
            Assert.Equal(CheckOutcome.CouldNotCheck, report[CheckName.Signature].Outcome);
        }

        Assert.Contains($"\"{name}\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"proof\":[]}")]
    [InlineData("{\"proof\":[null,1,\"x\",[],{}]}")]
    [InlineData("{\"@context\":7,\"issuer\":[],\"credentialStatus\":[],\"proof\":{}}")]
    [InlineData("{\"issuer\":{\"id\":7},\"type\":[7],\"credentialSubject\":{\"achievement\":7},\"proof\":[{\"previousProof\":{}}]}")]
    [InlineData("not json")]
    [InlineData("\"\\ud800\"")]
    public async Task Anything_else_is_invalid_and_no_crash(string text) =>
        Assert.Equal(Verdict.Invalid, (await issued.VerifyAsync(Encoding.UTF8.GetBytes(text))).Verdict);

    [Fact]
    public async Task Every_member_may_be_of_any_kind_without_a_crash()
    {
        var document = JsonNode.Parse(issued.Anchored())!;
        foreach (var path in Nodes(document).Where(node => node.Parent is not null).Select(node => node.GetPath()).ToList())
        {
            foreach (var kind in new[] { "null", "7", "true", "\"\"", "[]", "{}", "[null]", "[[[]]]", "\"\\u0000\"" })
            {
                var changed = JsonNode.Parse(issued.Anchored())!;
                Nodes(changed).Single(node => node.GetPath() == path).ReplaceWith(JsonNode.Parse(kind));
                var report = await issued.VerifyAsync(changed);
                Assert.True(Verdict.Invalid == report.Verdict, $"{path} = {kind}");
            }
        }
    }

    [Fact]
    public async Task A_forged_second_proof_of_the_same_suite_is_refused_wherever_it_stands()
    {
        var forged = JsonNode.Parse(issued.Anchored())!["proof"]![0]!;
        forged["id"] = "urn:uuid:f0000000-0000-4000-8000-000000000001";
        forged["proofValue"] = "z" + Base58.Encode(new byte[64]);
        for (var at = 0; at <= 2; at++)
        {
            var document = JsonNode.Parse(issued.Anchored())!;
            document["proof"]!.AsArray().Insert(at, forged.DeepClone());
            Assert.Equal(CheckOutcome.Failed, (await issued.VerifyAsync(document))[CheckName.Signature].Outcome);
        }
    }

    [Fact]
    public async Task A_second_signature_before_the_Merkle_proof_must_verify_too_and_then_does_no_harm()
    {
        var twice = issued.Sign(issued.Signed(), issued.Eddsa() with { Id = "urn:uuid:c0000000-0000-4000-8000-000000000001" });
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(issued.Anchored(twice))).Verdict);
    }

    [Fact]
    public async Task A_good_signature_after_the_Merkle_proof_fails_since_no_leaf_covers_it()
    {
        var late = issued.Sign(issued.Anchored(), issued.Eddsa() with { Id = "urn:uuid:c0000000-0000-4000-8000-000000000001" });
        var check = (await issued.VerifyAsync(late))[CheckName.Signature];
        Assert.Equal((CheckOutcome.Failed, CheckReason.ProofOrder), (check.Outcome, check.Reason));
    }

    [Theory]
    [InlineData("ecdsa-rdfc-2019")]
    [InlineData("eddsa-jcs-2022")]
    [InlineData("EDDSA-RDFC-2022")]
    public async Task A_proof_of_an_unknown_suite_fails_even_beside_good_ones(string suite)
    {
        var document = JsonNode.Parse(issued.Anchored())!;
        var extra = document["proof"]![0]!.DeepClone();
        extra["id"] = "urn:uuid:f0000000-0000-4000-8000-000000000001";
        extra["cryptosuite"] = suite;
        document["proof"]!.AsArray().Insert(1, extra);
        var check = (await issued.VerifyAsync(document))[CheckName.Signature];
        Assert.Equal((CheckOutcome.Failed, CheckReason.CryptosuiteUnknown), (check.Outcome, check.Reason));
    }

    [Theory]
    [InlineData("\"urn:uuid:00000000-0000-4000-8000-00000000dead\"")]
    [InlineData("[]")]
    [InlineData("\"urn:uuid:b0000000-0000-4000-8000-000000000001\"")] // itself
    [InlineData("[\"urn:uuid:a0000000-0000-4000-8000-000000000001\",\"urn:uuid:00000000-0000-4000-8000-00000000dead\"]")]
    public async Task A_previous_proof_that_names_no_earlier_proof_fails(string previous)
    {
        var document = JsonNode.Parse(issued.Anchored())!;
        document["proof"]![1]!["previousProof"] = JsonNode.Parse(previous);
        var check = (await issued.VerifyAsync(document))[CheckName.Signature];
        Assert.Equal((CheckOutcome.Failed, CheckReason.PreviousProofUnknown), (check.Outcome, check.Reason));
    }

    [Fact]
    public async Task A_signature_made_in_the_future_fails()
    {
        issued.Now = IssuedCredential.Created.AddMinutes(-6);
        var check = (await issued.VerifyAsync(issued.Signed()))[CheckName.Signature];
        Assert.Equal((CheckOutcome.Failed, CheckReason.CreatedInFuture), (check.Outcome, check.Reason));
    }

    [Fact]
    public async Task A_document_that_is_too_large_is_not_looked_at()
    {
        var report = await issued.VerifyAsync(new byte[CredentialVerifier.MaxDocumentBytes + 1]);
        Assert.Equal(CheckReason.TooLarge, report[CheckName.Schema].Reason);
    }

    public void Dispose() => issued.Dispose();

    private static JsonNode Changed(string value) => DateTimeOffset.TryParse(value, out var time) && value.Contains('T', StringComparison.Ordinal)
        ? DataIntegrityProof.FormatTime(time.AddYears(-3))
        : value.StartsWith('z') ? value[..^1] + (value[^1] == '2' ? '3' : '2') : value + "x";

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => Nodes(node).Where(n => n is JsonValue);

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value!),
            JsonArray entries => entries.Select(entry => entry!),
            _ => [],
        };
        foreach (var below in children.SelectMany(Nodes))
        {
            yield return below;
        }
    }

    private static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(member => KeyValuePair.Create<string, JsonNode?>(
            member.Key,
            member.Key == "type" && member.Value is JsonArray types ? new JsonArray([.. types.Reverse().Select(t => t!.DeepClone())]) : Reversed(member.Value!)))),
        JsonArray entries => new JsonArray([.. entries.Select(entry => Reversed(entry!))]),
        _ => node.DeepClone(),
    };
}
