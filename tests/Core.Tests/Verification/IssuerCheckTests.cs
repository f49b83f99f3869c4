using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Tests.Keys;
using LearnCoin.Core.Verification;

namespace LearnCoin.Core.Tests.Verification;

public sealed class IssuerCheckTests : IDisposable
{
    private readonly IssuedCredential issued = new();

    [Fact]
    public async Task A_past_name_and_a_past_key_of_the_tenant_still_pass()
    {
        var document = JsonNode.Parse(IssuedCredential.Template)!;
        document["issuer"]!["name"] = "Acme Old Name";
        issued.Unsecured = Encoding.UTF8.GetBytes(document.ToJsonString());
        var anchored = issued.Anchored();
        using var newer = Ed25519PrivateKey.FromSeed(Ed25519Tests.Seed(77));
        issued.Acme = issued.Acme with { Keys = [.. issued.Acme.Keys, new TenantKey(newer.PublicKey.ToArray())] };
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(anchored)).Verdict);
    }

    [Fact]
    public async Task Another_tenant_of_the_same_DID_cannot_sign_in_this_ones_name()
    {
        var forged = issued.Anchored(issued.Signed(byOther: true));
        var report = await issued.VerifyAsync(forged);
        Assert.Equal(CheckOutcome.Passed, report[CheckName.Signature].Outcome);
        AssertIssuer(report, CheckOutcome.Failed, CheckReason.TenantNameWrong);
    }

    [Fact]
    public async Task A_key_that_is_no_tenants_fails()
    {
        var anchored = issued.Anchored();
        Edit(did => did["service"]![1]!["serviceEndpoint"]!["keys"] = new JsonArray());
        AssertIssuer(await issued.VerifyAsync(anchored), CheckOutcome.Failed, CheckReason.TenantUnknown);
    }

    [Fact]
    public async Task A_tenants_own_DID_has_no_tenant_entries_and_passes()
    {
        var anchored = issued.Anchored();
        Edit(did =>
        {
            did["service"]!.AsArray().RemoveAt(2);
            did["service"]!.AsArray().RemoveAt(1);
            var methods = did["verificationMethod"]!.AsArray();
            foreach (var shared in methods.Where(m => m!["id"]!.GetValue<string>().Contains("#tenant-", StringComparison.Ordinal)).ToList())
            {
                methods.Remove(shared);
            }
        });
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(anchored)).Verdict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task A_key_outside_assertionMethod_fails(int index)
    {
        var anchored = issued.Anchored();
        Edit(did => did["assertionMethod"]!.AsArray().RemoveAt(index));
        AssertIssuer(await issued.VerifyAsync(anchored), CheckOutcome.Failed, CheckReason.KeyNotAsserted);
    }

    [Fact]
    public async Task A_key_with_another_controller_fails()
    {
        var anchored = issued.Anchored();
        Edit(did => did["verificationMethod"]![0]!["controller"] = "did:web:evil.example");
        AssertIssuer(await issued.VerifyAsync(anchored), CheckOutcome.Failed, CheckReason.ControllerWrong);
    }

    [Fact]
    public async Task A_key_that_the_document_does_not_have_fails()
    {
        var anchored = issued.Anchored();
        Edit(did => did["verificationMethod"]!.AsArray().RemoveAt(0));
        var report = await issued.VerifyAsync(anchored);
        AssertIssuer(report, CheckOutcome.Failed, CheckReason.KeyNotFound);
        Assert.Equal(CheckReason.KeyNotFound, report[CheckName.Signature].Reason);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"id\":\"did:web:evil.example\",\"verificationMethod\":[],\"assertionMethod\":[]}")]
    [InlineData("{\"id\":\"did:web:issuer.example\",\"id\":\"did:web:issuer.example\",\"verificationMethod\":[],\"assertionMethod\":[]}")]
    [InlineData("not json")]
    public async Task A_malformed_DID_document_leaves_the_issuer_open(string text)
    {
        var anchored = issued.Anchored();
        issued.DidDocument = () => Encoding.UTF8.GetBytes(text);
        var report = await issued.VerifyAsync(anchored);
        AssertIssuer(report, CheckOutcome.CouldNotCheck, CheckReason.DidInvalid);
        Assert.Equal(Verdict.Undetermined, report.Verdict);
    }

    [Fact]
    public async Task Two_methods_of_one_id_make_the_DID_document_malformed()
    {
        var anchored = issued.Anchored();
        Edit(did => did["verificationMethod"]!.AsArray().Add(did["verificationMethod"]![0]!.DeepClone()));
        AssertIssuer(await issued.VerifyAsync(anchored), CheckOutcome.CouldNotCheck, CheckReason.DidInvalid);
    }

    [Fact]
    public async Task What_was_anchored_before_a_compromise_passes_with_a_note()
    {
        var anchored = issued.Anchored();
        Compromise(FakeChain.BlockTime.AddSeconds(1));
        issued.StatusList = () => null; // a list must be signed by a key in use: the service signs it anew with the next one
        var report = await issued.VerifyAsync(anchored);
        AssertIssuer(report, CheckOutcome.Passed, CheckReason.Ok);
        Assert.NotNull(report[CheckName.Issuer].Note);
    }

    [Fact]
    public async Task What_was_anchored_after_a_compromise_or_not_at_all_fails()
    {
        var anchored = issued.Anchored();
        Compromise(FakeChain.BlockTime);
        AssertIssuer(await issued.VerifyAsync(anchored), CheckOutcome.Failed, CheckReason.KeyRevoked);
        AssertIssuer(await issued.VerifyAsync(issued.Signed()), CheckOutcome.Failed, CheckReason.KeyRevoked);
    }

    [Fact]
    public async Task A_compromise_is_left_open_while_the_chain_cannot_be_asked()
    {
        var anchored = issued.Anchored();
        Compromise(FakeChain.BlockTime.AddDays(1));
        issued.Chain.Down = true;
        AssertIssuer(await issued.VerifyAsync(anchored), CheckOutcome.CouldNotCheck, CheckReason.KeyRevoked);
    }

    [Fact]
    public async Task A_compromised_key_signs_no_status_list()
    {
        var anchored = issued.Anchored();
        Compromise(FakeChain.BlockTime.AddDays(1));
        Assert.Equal(CheckReason.StatusListSignatureInvalid, (await issued.VerifyAsync(anchored))[CheckName.Status].Reason);
    }

    public void Dispose() => issued.Dispose();

    private void Compromise(DateTimeOffset since) =>
        issued.Acme = issued.Acme with { Keys = [issued.Acme.Keys[0] with { CompromisedSince = since }] };

    private void Edit(Action<JsonNode> edit)
    {
        var did = JsonNode.Parse(issued.DidDocument()!)!;
        edit(did);
        issued.DidDocument = () => Encoding.UTF8.GetBytes(did.ToJsonString());
    }

    private static void AssertIssuer(VerificationReport report, CheckOutcome outcome, string reason) =>
        Assert.Equal((outcome, reason), (report[CheckName.Issuer].Outcome, report[CheckName.Issuer].Reason));
}
