using System.Numerics;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>The pure decision: a table of what is seen in each state, and what holds whatever is seen.</summary>
public sealed class AnchorDecisionTests
{
    private const string Ours = "0xaa";
    private const string Other = "0xbb";
    private static readonly FeePolicy Policy = new(1, 1, 1_000_000, TimeSpan.FromSeconds(20));
    private static readonly AnchorFee Paid = new(2_100, 100);

    [Theory]
    // state, receipt's block, canonical block there, height, head, status, needed -> step, state
    [InlineData(AnchorState.Submitted, Ours, Ours, 100, 100, true, 1, AnchorStep.Enter, AnchorState.Confirmed)]
    [InlineData(AnchorState.Prepared, Ours, Ours, 100, 100, true, 1, AnchorStep.Enter, AnchorState.Confirmed)]
    [InlineData(AnchorState.Reorged, Ours, Ours, 100, 101, true, 3, AnchorStep.Enter, AnchorState.Included)]
    [InlineData(AnchorState.Submitted, Ours, Ours, 100, 101, true, 3, AnchorStep.Enter, AnchorState.Included)]
    [InlineData(AnchorState.Submitted, Ours, Ours, 100, 102, true, 3, AnchorStep.Enter, AnchorState.Confirmed)]
    [InlineData(AnchorState.Submitted, Ours, Other, 100, 200, true, 1, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Submitted, Ours, Other, 100, 200, false, 1, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Submitted, Ours, null, 100, 99, true, 1, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Submitted, Ours, Ours, 100, 99, true, 1, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Submitted, Ours, Ours, 100, 100, false, 1, AnchorStep.Reverted, null)]
    [InlineData(AnchorState.Reorged, Ours, Ours, 100, 500, false, 3, AnchorStep.Reverted, null)]
    [InlineData(AnchorState.Reverted, Ours, Ours, 100, 500, false, 3, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Included, Ours, Ours, 100, 101, true, 3, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Confirmed, Ours, Ours, 100, 90, true, 3, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Finalized, Ours, Other, 100, 500, true, 1, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Failed, Ours, Ours, 100, 500, true, 1, AnchorStep.Wait, null)]
    public void A_receipt_counts_in_the_canonical_block_only(
        AnchorState state, string receipt, string? canonical, long height, long head, bool succeeded, int needed, AnchorStep step, AnchorState? entered)
    {
        var anchor = Anchor(state) with { Block = state.IsMined() ? BlockOf(100, Ours) : null, MinedHash = state.IsMined() ? "0x1" : null };
        var verdict = AnchorDecision.Decide(anchor, Seen(receipt, canonical, height, head, succeeded), needed, Policy);
        Assert.Equal((step, entered ?? default), (verdict.Step, verdict.State));
    }

    [Theory]
    // state, safe head, final head -> step, state; the block is 100
    [InlineData(AnchorState.Confirmed, 99, 90, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Confirmed, 100, 90, AnchorStep.Enter, AnchorState.Safe)]
    [InlineData(AnchorState.Confirmed, 120, 100, AnchorStep.Enter, AnchorState.Finalized)]
    [InlineData(AnchorState.Included, 120, 100, AnchorStep.Enter, AnchorState.Finalized)]
    [InlineData(AnchorState.Safe, 99, 90, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Safe, null, null, AnchorStep.Wait, null)]
    [InlineData(AnchorState.Safe, 120, 100, AnchorStep.Enter, AnchorState.Finalized)]
    public void Safe_and_final_are_what_the_chain_calls_so(AnchorState state, int? safe, int? final, AnchorStep step, AnchorState? entered)
    {
        var anchor = Anchor(state) with { Block = BlockOf(100, Ours), MinedHash = "0x1" };
        var verdict = AnchorDecision.Decide(anchor, Seen(Ours, Ours, 100, 130, true) with { Safe = safe, Finalized = final }, 1, Policy);
        Assert.Equal((step, entered ?? default), (verdict.Step, verdict.State));
    }

    [Theory]
    [InlineData(AnchorState.Included, Other, AnchorStep.Fail)]
    [InlineData(AnchorState.Reverted, Other, AnchorStep.Fail)]
    [InlineData(AnchorState.Confirmed, Other, AnchorStep.Reorged)]
    [InlineData(AnchorState.Safe, Other, AnchorStep.Reorged)]
    [InlineData(AnchorState.Confirmed, Ours, AnchorStep.Wait)]
    public void An_anchor_without_effect_in_a_final_block_fails_once_its_batches_were_taken_back(AnchorState state, string block, AnchorStep step)
    {
        var anchor = Anchor(state) with { Block = BlockOf(100, Ours), MinedHash = "0x1" };
        Assert.Equal(step, AnchorDecision.Decide(anchor, Seen(block, block, 100, 500, false) with { Safe = 450, Finalized = 400 }, 1, Policy).Step);
    }

    [Theory]
    // Another block of the same transaction is news only when it is less deep than was told; another transaction always is.
    [InlineData(AnchorState.Confirmed, "0x1", 105, 107, AnchorStep.Enter)]
    [InlineData(AnchorState.Confirmed, "0x1", 105, 106, AnchorStep.Reorged)]
    [InlineData(AnchorState.Confirmed, "0x2", 105, 200, AnchorStep.Reorged)]
    [InlineData(AnchorState.Safe, "0x2", 105, 200, AnchorStep.Reorged)]
    [InlineData(AnchorState.Included, "0x2", 105, 106, AnchorStep.Enter)]
    [InlineData(AnchorState.Included, "0x1", 105, 106, AnchorStep.Enter)]
    public void An_anchor_that_moved_to_another_block(AnchorState state, string hash, long height, long head, AnchorStep step)
    {
        var anchor = Anchor(state) with { Block = BlockOf(100, Ours), MinedHash = "0x1" };
        var seen = Seen(Other, Other, height, head, true);
        var moved = seen with { Sighting = seen.Sighting! with { Hash = hash } };
        Assert.Equal(step, AnchorDecision.Decide(anchor, moved, 3, Policy).Step);
    }

    [Theory]
    // Without a receipt: only another block at its height proves that an anchor was lost.
    [InlineData(AnchorState.Included, Other, AnchorStep.Reorged)]
    [InlineData(AnchorState.Confirmed, Other, AnchorStep.Reorged)]
    [InlineData(AnchorState.Safe, Other, AnchorStep.Reorged)]
    [InlineData(AnchorState.Reverted, Other, AnchorStep.Reorged)]
    [InlineData(AnchorState.Confirmed, Ours, AnchorStep.Wait)]
    [InlineData(AnchorState.Confirmed, null, AnchorStep.Wait)]
    [InlineData(AnchorState.Finalized, Other, AnchorStep.Wait)]
    public void An_anchor_without_a_receipt(AnchorState state, string? blockThere, AnchorStep step)
    {
        var anchor = Anchor(state) with { Block = BlockOf(100, Ours), MinedHash = "0x1" };
        var seen = new AnchorObservation { Head = 200, BlockThere = blockThere is null ? null : BlockOf(100, blockThere) };
        Assert.Equal(step, AnchorDecision.Decide(anchor, seen, 1, Policy).Step);
    }

    [Theory]
    // account's nonce (ours is 7), looks with it used, looks with a gap -> step
    [InlineData(8, 3, 0, AnchorStep.Wait)]
    [InlineData(8, 4, 0, AnchorStep.Displaced)]
    [InlineData(7, 0, 3, AnchorStep.Wait)]
    [InlineData(5, 0, 3, AnchorStep.Wait)]
    [InlineData(5, 0, 4, AnchorStep.FillGap)]
    public void A_nonce_that_is_used_or_out_of_reach(long accountNonce, int used, int gap, AnchorStep step) =>
        Assert.Equal(step, AnchorDecision.Decide(Anchor(AnchorState.Submitted), Unmined(1, 1) with { AccountNonce = accountNonce, UsedLooks = used, GapLooks = gap }, 1, Policy).Step);

    [Theory]
    [InlineData(7, null, AnchorStep.Reorged)]
    [InlineData(8, null, AnchorStep.Wait)]
    [InlineData(8, 7, AnchorStep.Wait)]
    [InlineData(8, 8, AnchorStep.Fail)]
    public void A_displaced_anchor_fails_only_when_the_other_transaction_is_final(long accountNonce, int? finalNonce, AnchorStep step) =>
        Assert.Equal(step, AnchorDecision.Decide(Anchor(AnchorState.Displaced), Unmined(1, 1) with { AccountNonce = accountNonce, FinalNonce = finalNonce }, 1, Policy).Step);

    [Theory]
    // state, seconds since the attempt, since the last broadcast, base fee, refusal -> step
    [InlineData(AnchorState.Submitted, 1, 1, 1_000, null, AnchorStep.Wait)]
    [InlineData(AnchorState.Submitted, 19, 19, 1_000, null, AnchorStep.Wait)]
    [InlineData(AnchorState.Submitted, 20, 19, 1_000, null, AnchorStep.Bump)]
    [InlineData(AnchorState.Submitted, 4, 4, 2_101, null, AnchorStep.Bump)]
    [InlineData(AnchorState.Submitted, 3, 3, 2_101, null, AnchorStep.Wait)]
    [InlineData(AnchorState.Submitted, 4, 4, 2_100, null, AnchorStep.Wait)]
    [InlineData(AnchorState.Prepared, 4, 1, 1_000, SendKind.Underpriced, AnchorStep.Bump)]
    [InlineData(AnchorState.Submitted, 4, 1, 1_000, SendKind.ReplacementUnderpriced, AnchorStep.Bump)]
    [InlineData(AnchorState.Prepared, 4, 1, 1_000, SendKind.PoolFull, AnchorStep.Wait)]
    [InlineData(AnchorState.Prepared, 4, 4, 1_000, SendKind.PoolFull, AnchorStep.Rebroadcast)]
    [InlineData(AnchorState.Prepared, 0, null, 1_000, null, AnchorStep.Rebroadcast)]
    [InlineData(AnchorState.Reorged, 0, null, 1_000, null, AnchorStep.Rebroadcast)]
    [InlineData(AnchorState.Submitted, 20, 4, 5_000_000, null, AnchorStep.Bump)]
    public void An_unmined_anchor(AnchorState state, int attempt, int? sent, long baseFee, SendKind? refusal, AnchorStep step)
    {
        var seen = Unmined(attempt, sent) with { Market = attempt >= 4 ? new ChainFees(baseFee, 100) : null, LastRefusal = refusal };
        Assert.Equal(step, AnchorDecision.Decide(Anchor(state), seen, 1, Policy).Step);
    }

    [Theory]
    [InlineData(19, AnchorStep.HoldAtCeiling)]
    [InlineData(20, AnchorStep.Rebroadcast)]
    public void At_the_ceiling_it_waits_and_is_sent_again(int sent, AnchorStep step)
    {
        var tight = Policy with { MaxFee = 2_200 };
        Assert.Equal(step, AnchorDecision.Decide(Anchor(AnchorState.Submitted), Unmined(60, sent) with { Market = new ChainFees(9_000, 100) }, 1, tight).Step);
    }

    [Fact]
    public void Nothing_is_entered_but_a_success_in_the_canonical_block_and_confirmed_only_when_deep_enough() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var anchor = RandomAnchor(random);
        var seen = RandomObservation(random);
        var needed = random.Next(1, 6);
        var verdict = AnchorDecision.Decide(anchor, seen, needed, Policy);
        var receipt = seen.Sighting?.Receipt;
        var isIn = receipt is not null && receipt.BlockHash == seen.Sighting!.Canonical?.Hash && receipt.BlockNumber <= seen.Head;
        return (verdict.Step != AnchorStep.Enter || (isIn && receipt!.Succeeded && verdict.State.IsMined()))
            && (verdict.Step != AnchorStep.Enter || verdict.State == AnchorState.Included || seen.Head - receipt!.BlockNumber + 1 >= needed
                || receipt.BlockNumber <= seen.Safe || receipt.BlockNumber <= seen.Finalized)
            && (verdict.Step != AnchorStep.Enter || verdict.State != AnchorState.Finalized || receipt!.BlockNumber <= seen.Finalized)
            && (verdict.Step != AnchorStep.Reverted || (isIn && !receipt!.Succeeded));
    }).Holds();

    [Fact]
    public void Roots_are_given_up_only_when_their_nonce_is_finally_used_without_them() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var anchor = RandomAnchor(random);
        var seen = RandomObservation(random);
        var verdict = AnchorDecision.Decide(anchor, seen, random.Next(1, 6), Policy);
        return verdict.Step != AnchorStep.Fail
            || (seen.Canonical is { } sighting ? !sighting.Receipt.Succeeded && sighting.Receipt.BlockNumber <= seen.Finalized : seen.FinalNonce > anchor.Nonce);
    }).Holds();

    [Fact]
    public void What_is_final_stays_and_what_is_bumped_pays_more() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var anchor = RandomAnchor(random);
        var seen = RandomObservation(random);
        var verdict = AnchorDecision.Decide(anchor, seen, random.Next(1, 6), Policy);
        return (!anchor.State.IsFinal() || verdict.Step == AnchorStep.Wait)
            && (verdict.Step != AnchorStep.Bump
                || (anchor.State.IsOpen() && verdict.Fee.MaxFee * 10 >= Paid.MaxFee * 11 && verdict.Fee.Tip * 10 >= Paid.Tip * 11 && verdict.Fee.MaxFee <= Policy.MaxFee));
    }).Holds();

    [Fact]
    public void Every_path_ends_when_the_chain_goes_on() => Prop.ForAll<int>(seed =>
    {
        // A chain that includes what is sent, sooner or later, with reorgs that stop: whatever happened before, the anchor becomes final.
        var random = new Random(seed);
        var anchor = RandomAnchor(random);
        for (var looks = 0; looks < 40 && !anchor.State.IsFinal(); looks++)
        {
            var height = 1_000L;
            var isSilent = looks < 20 && random.Next(2) == 0;
            var seen = isSilent
                ? RandomObservation(random)
                : Seen(Ours, Ours, height, height + looks, true) with { Safe = height + looks - 10, Finalized = height + looks - 20, AccountNonce = anchor.Nonce + 1 };
            var verdict = AnchorDecision.Decide(anchor, seen, 3, Policy);
            anchor = verdict.Step switch
            {
                AnchorStep.Enter => anchor with { State = verdict.State, Block = seen.Canonical!.Canonical, MinedHash = seen.Canonical.Hash },
                AnchorStep.Reorged => anchor with { State = AnchorState.Reorged, Block = null },
                AnchorStep.Reverted => anchor with { State = AnchorState.Reverted, Block = seen.Canonical!.Canonical },
                AnchorStep.Displaced => anchor with { State = AnchorState.Displaced },
                AnchorStep.Fail => anchor with { State = AnchorState.Failed },
                _ => anchor,
            };
        }

        return anchor.State.IsFinal();
    }).Holds();

    private static AnchorRecord Anchor(AnchorState state) =>
        new("84532-0xabc", 7, new byte[32], [new AnchorAttempt([1], "0x1", Paid.MaxFee, Paid.Tip, DateTimeOffset.UnixEpoch)])
        {
            State = state,
            BatchRoots = new byte[32],
            Batches = ["bat_1"],
        };

    private static ChainBlock BlockOf(long height, string hash) => new(height, hash, DateTimeOffset.UnixEpoch);

    private static AnchorObservation Unmined(int attempt, int? sent) => new()
    {
        Head = 200,
        AccountNonce = 7,
        SinceAttempt = TimeSpan.FromSeconds(attempt),
        SinceSent = sent is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private static AnchorObservation Seen(string receiptHash, string? canonical, long height, long head, bool succeeded) => new()
    {
        Head = head,
        Sighting = new AnchorSighting("0x1", new ChainReceipt("0x1", receiptHash, height, succeeded, 21_000, BigInteger.One), canonical is null ? null : BlockOf(height, canonical)),
        AccountNonce = 7,
        SinceSent = TimeSpan.Zero,
    };

    private static AnchorRecord RandomAnchor(Random random)
    {
        var anchor = Anchor(Enum.GetValues<AnchorState>()[random.Next(10)]);
        return anchor.State.IsMined() || anchor.State == AnchorState.Reverted
            ? anchor with { Block = BlockOf(random.Next(10), "0x" + random.Next(2)), MinedHash = "0x" + random.Next(1, 3) }
            : anchor;
    }

    private static AnchorObservation RandomObservation(Random random)
    {
        var height = random.Next(10);
        var seen = random.Next(3) == 0
            ? Unmined(random.Next(40), random.Next(4) == 0 ? null : random.Next(40)) with { Head = random.Next(15) }
            : Seen("0x" + random.Next(2), random.Next(4) == 0 ? null : "0x" + random.Next(2), height, random.Next(15), random.Next(3) > 0);
        return seen with
        {
            Safe = random.Next(3) == 0 ? null : random.Next(12),
            Finalized = random.Next(3) == 0 ? null : random.Next(10),
            AccountNonce = random.Next(5, 10),
            FinalNonce = random.Next(3) == 0 ? null : random.Next(5, 10),
            BlockThere = random.Next(3) == 0 ? null : BlockOf(random.Next(10), "0x" + random.Next(2)),
            UsedLooks = random.Next(8),
            GapLooks = random.Next(8),
            Market = random.Next(3) == 0 ? null : new ChainFees(random.Next(10_000), random.Next(500)),
            LastRefusal = random.Next(3) == 0 ? Enum.GetValues<SendKind>()[random.Next(11)] : null,
        };
    }
}
