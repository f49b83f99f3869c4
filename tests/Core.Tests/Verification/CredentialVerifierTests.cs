using System.Text;
using System.Text.Json.Nodes;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Proofs;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Verification;

namespace LearnCoin.Core.Tests.Verification;

public sealed class CredentialVerifierTests : IDisposable
{
    private readonly IssuedCredential issued = new();

    [Theory]
    [InlineData(AnchorCode.Eth)]
    [InlineData(AnchorCode.Base)]
    public async Task A_sound_credential_passes_all_six_checks(AnchorCode code)
    {
        issued.AnchorCode = code;
        var report = await issued.VerifyAsync(issued.Anchored());
        Assert.All(report.Checks, check => Assert.Equal(("ok", CheckOutcome.Passed), (check.Reason, check.Outcome)));
        Assert.Equal(Enum.GetValues<CheckName>(), report.Checks.Select(check => check.Name));
        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Equal(new AnchorFacts(84532, issued.Chain.Transaction!.Hash, 100, FakeChain.BlockTime, 6), report.Anchor);
    }

    [Fact]
    public async Task A_credential_that_is_not_anchored_yet_is_undetermined_and_everything_else_passes()
    {
        var report = await issued.VerifyAsync(issued.Signed());
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        AssertOnly(report, CheckName.Anchor, CheckOutcome.CouldNotCheck, CheckReason.NotAnchored);
    }

    [Fact]
    public async Task Nothing_at_hand_is_undetermined_and_never_failed()
    {
        issued.DidDocument = () => null;
        issued.StatusList = () => null;
        var document = issued.Anchored();
        issued.Chain.Down = true;
        var report = await issued.VerifyAsync(document);
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        CheckName[] open = [CheckName.Signature, CheckName.Issuer, CheckName.Anchor, CheckName.Status];
        Assert.Equal(open, report.Checks.Where(check => check.Outcome == CheckOutcome.CouldNotCheck).Select(check => check.Name));
        Assert.Equal(CheckReason.RpcUnavailable, report[CheckName.Anchor].Reason);
        Assert.Equal(CheckReason.DidUnavailable, report[CheckName.Issuer].Reason);
        Assert.Equal(CheckReason.StatusListUnavailable, report[CheckName.Status].Reason);
    }

    [Fact]
    public async Task An_endpoint_that_is_down_missing_or_of_another_chain_leaves_the_anchor_open()
    {
        var document = issued.Anchored();
        issued.Chain.Down = true;
        AssertOnly(await issued.VerifyAsync(document), CheckName.Anchor, CheckOutcome.CouldNotCheck, CheckReason.RpcUnavailable);
        issued.Chain.Down = false;
        issued.Chain.Id = 1;
        AssertOnly(await issued.VerifyAsync(document), CheckName.Anchor, CheckOutcome.CouldNotCheck, CheckReason.RpcOfAnotherChain);
        var settings = new VerificationSettings([new TrustedChain(84532, 1, null)]);
        AssertOnly(await issued.VerifyAsync(document, settings), CheckName.Anchor, CheckOutcome.CouldNotCheck, CheckReason.RpcMissing);
    }

    [Fact]
    public async Task An_anchor_on_a_chain_that_is_not_expected_fails()
    {
        var settings = new VerificationSettings([new TrustedChain(8453, 1, issued.Chain)]);
        AssertOnly(await issued.VerifyAsync(issued.Anchored(), settings), CheckName.Anchor, CheckOutcome.Failed, CheckReason.ChainNotExpected);
    }

    public static TheoryData<string, CheckOutcome> ChainFaults => new()
    {
        { CheckReason.TransactionNotFound, CheckOutcome.Failed },
        { CheckReason.TransactionReverted, CheckOutcome.Failed },
        { CheckReason.CalldataMismatch, CheckOutcome.Failed },
        { CheckReason.SenderUnknown, CheckOutcome.Failed },
        { CheckReason.BlockNotCanonical, CheckOutcome.Failed },
        { CheckReason.TransactionPending, CheckOutcome.CouldNotCheck },
        { CheckReason.ConfirmationsMissing, CheckOutcome.CouldNotCheck },
        { CheckReason.RpcInconsistent, CheckOutcome.CouldNotCheck },
    };

    [Theory]
    [MemberData(nameof(ChainFaults))]
    public async Task What_the_chain_says_decides(string reason, CheckOutcome outcome)
    {
        var document = issued.Anchored();
        var chain = issued.Chain;
        switch (reason)
        {
            case CheckReason.TransactionNotFound: chain.Transaction = null; break;
            case CheckReason.TransactionReverted: chain.Receipt = chain.Receipt! with { Succeeded = false }; break;
            case CheckReason.CalldataMismatch: chain.Transaction = chain.Transaction! with { Input = [.. chain.Transaction.Input, 0] }; break;
            case CheckReason.SenderUnknown: chain.Transaction = chain.Transaction! with { From = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8" }; break;
            case CheckReason.BlockNotCanonical: chain.Block = chain.Block! with { Hash = "0x0ther" }; break;
            case CheckReason.TransactionPending: chain.Receipt = null; break;
            case CheckReason.ConfirmationsMissing: chain.Latest = 101; break;
            default: chain.Block = null; break;
        }

        AssertOnly(await issued.VerifyAsync(document), CheckName.Anchor, outcome, reason);
    }

    [Fact]
    public async Task Confirmations_count_the_including_block()
    {
        var document = issued.Anchored();
        issued.Chain.Latest = 102; // blocks 100, 101, 102
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(document)).Verdict);
    }

    [Fact]
    public async Task A_mocknet_anchor_is_refused()
    {
        var document = JsonNode.Parse(issued.Anchored())!;
        Change(document, merkle => merkle with { Anchors = [merkle.Anchors[0] with { Chain = 2 }] });
        AssertOnly(await issued.VerifyAsync(document), CheckName.Anchor, CheckOutcome.Failed, CheckReason.AnchorEntriesInvalid);
    }

    [Fact]
    public async Task A_changed_root_path_leaf_or_transaction_is_refused()
    {
        var document = issued.Anchored();
        var other = Enumerable.Repeat((byte)1, 32).ToArray();
        foreach (var (reason, change) in new (string, Func<MerkleProof2019, MerkleProof2019>)[]
        {
            (CheckReason.PathMismatch, m => m with { MerkleRoot = other }),
            (CheckReason.PathMismatch, m => m with { Path = Core.Merkle.MerklePath.Empty }),
            (CheckReason.LeafMismatch, m => m with { TargetHash = other }),
            (CheckReason.TransactionNotFound, m => m with { Anchors = [.. m.Anchors.Select(a => a with { TransactionId = other })] }),
            (CheckReason.ChainNotExpected, m => m with { Anchors = AnchorEntries.Create(AnchorCode.Eth, 8453, m.Anchors[0].TransactionId) }),

            // Another leaf of the same tree: path and root are real, the document is not what they are of.
            (CheckReason.LeafMismatch, m => m with { TargetHash = m.Path.Sibling(0).ToArray() }),
        })
        {
            var changed = JsonNode.Parse(document)!;
            Change(changed, change);
            AssertOnly(await issued.VerifyAsync(changed), CheckName.Anchor, CheckOutcome.Failed, reason);
        }
    }

    [Fact]
    public async Task A_revoked_credential_fails()
    {
        var bits = new StatusListBits { [IssuedCredential.StatusIndex] = true };
        issued.StatusList = () => issued.SignedList(bits);
        AssertOnly(await issued.VerifyAsync(issued.Anchored()), CheckName.Status, CheckOutcome.Failed, CheckReason.Revoked);
    }

    [Fact]
    public async Task The_neighbours_bit_says_nothing()
    {
        var bits = new StatusListBits { [IssuedCredential.StatusIndex - 1] = true, [IssuedCredential.StatusIndex + 1] = true };
        issued.StatusList = () => issued.SignedList(bits);
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(issued.Anchored())).Verdict);
    }

    [Fact]
    public async Task A_status_list_of_another_tenant_url_or_form_or_with_changed_bits_fails()
    {
        var document = issued.Anchored();
        var clean = new StatusListBits();
        var revoked = new StatusListBits { [IssuedCredential.StatusIndex] = true };
        var forged = JsonNode.Parse(issued.SignedList(revoked))!;
        forged["credentialSubject"]!["encodedList"] = clean.EncodeStatusList2021();
        var unsigned = JsonNode.Parse(issued.SignedList(clean))!;
        unsigned.AsObject().Remove("proof");
        foreach (var list in new[]
        {
            issued.SignedList(clean, byOther: true), issued.SignedList(clean, url: IssuedCredential.ListUrl + "2"),
            issued.SignedList(clean, bitstring: true), Bytes(forged), Bytes(unsigned), "[]"u8.ToArray(), "{"u8.ToArray(),
        })
        {
            issued.StatusList = () => list;
            var check = (await issued.VerifyAsync(document))[CheckName.Status];
            Assert.Equal(CheckOutcome.Failed, check.Outcome);
        }
    }

    [Fact]
    public async Task A_bitstring_entry_is_read_from_a_bitstring_list()
    {
        var document = JsonNode.Parse(IssuedCredential.Template)!;
        document["@context"]!.AsArray().RemoveAt(3);
        document["credentialStatus"]!["type"] = "BitstringStatusListEntry";
        issued.Unsecured = Bytes(document);
        issued.StatusList = () => issued.SignedList(new StatusListBits(), bitstring: true);
        Assert.Equal(Verdict.Valid, (await issued.VerifyAsync(issued.Anchored())).Verdict);
        issued.StatusList = () => issued.SignedList(new StatusListBits { [IssuedCredential.StatusIndex] = true }, bitstring: true);
        Assert.Equal(CheckReason.Revoked, (await issued.VerifyAsync(issued.Anchored()))[CheckName.Status].Reason);
    }

    [Theory]
    [InlineData("2026-05-31T23:50:00Z", CheckReason.NotYetValid)]
    [InlineData("2036-06-01T00:00:00Z", CheckReason.Expired)]
    public async Task Outside_its_dates_a_credential_fails(string now, string reason)
    {
        issued.Now = DateTimeOffset.Parse(now);
        var document = issued.Anchored();
        var check = (await issued.VerifyAsync(document))[CheckName.Dates];
        Assert.Equal((CheckOutcome.Failed, reason), (check.Outcome, check.Reason));
    }

    [Theory]
    [InlineData("2026-05-31T23:56:00Z")]
    [InlineData("2036-05-31T23:59:59Z")]
    public async Task At_the_edges_of_its_dates_a_credential_passes(string now)
    {
        issued.Now = DateTimeOffset.Parse(now);
        Assert.Equal(CheckOutcome.Passed, (await issued.VerifyAsync(issued.Anchored()))[CheckName.Dates].Outcome);
    }

    [Theory]
    [InlineData(3601, CheckOutcome.Failed)]
    [InlineData(3600, CheckOutcome.Passed)]
    public async Task The_Merkle_proofs_time_may_run_ahead_of_the_block_by_an_hour(int seconds, CheckOutcome outcome)
    {
        var document = issued.Anchored(change: proof => proof with { Created = FakeChain.BlockTime.AddSeconds(seconds) });
        Assert.Equal(outcome, (await issued.VerifyAsync(document))[CheckName.Anchor].Outcome);
    }

    [Fact]
    public async Task A_Merkle_proof_older_than_the_signature_fails()
    {
        var document = issued.Anchored(change: proof => proof with { Created = IssuedCredential.Created.AddSeconds(-1) });
        AssertOnly(await issued.VerifyAsync(document), CheckName.Anchor, CheckOutcome.Failed, CheckReason.CreatedOutOfRange);
    }

    public void Dispose() => issued.Dispose();

    private static void Change(JsonNode document, Func<MerkleProof2019, MerkleProof2019> change)
    {
        var proof = document["proof"]![1]!;
        proof["proofValue"] = change(MerkleProof2019.Decode(proof["proofValue"]!.GetValue<string>())).Encode();
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static void AssertOnly(VerificationReport report, CheckName name, CheckOutcome outcome, string reason)
    {
        Assert.Equal((outcome, reason), (report[name].Outcome, report[name].Reason));
        Assert.All(report.Checks.Where(check => check.Name != name), check => Assert.Equal(CheckReason.Ok, check.Reason));
    }
}
