using System.Security.Cryptography;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Anchoring;

public sealed class AnchorDecisionTests
{
    private const string Block = "0xaa";

    [Theory]
    // receipt's block hash, canonical hash, receipt's height, head, status, needed, seconds since broadcast
    [InlineData(null, null, 0, 100, true, 1, 0, AnchorStep.Wait)]
    [InlineData(null, null, 0, 100, true, 1, 19, AnchorStep.Wait)]
    [InlineData(null, null, 0, 100, true, 1, 20, AnchorStep.Rebroadcast)]
    [InlineData(Block, Block, 100, 100, true, 1, 0, AnchorStep.Confirmed)]
    [InlineData(Block, Block, 100, 100, true, 2, 0, AnchorStep.Included)]
    [InlineData(Block, Block, 100, 101, true, 2, 0, AnchorStep.Confirmed)]
    [InlineData(Block, Block, 100, 101, true, 3, 99, AnchorStep.Included)]
    [InlineData(Block, Block, 100, 102, true, 3, 99, AnchorStep.Confirmed)]
    [InlineData(Block, "0xbb", 100, 200, true, 1, 0, AnchorStep.Wait)]
    [InlineData(Block, "0xbb", 100, 200, true, 1, 20, AnchorStep.Rebroadcast)]
    [InlineData(Block, "0xbb", 100, 200, false, 1, 0, AnchorStep.Wait)]
    [InlineData(Block, null, 100, 99, true, 1, 0, AnchorStep.Wait)]
    [InlineData(Block, Block, 100, 99, true, 1, 0, AnchorStep.Wait)]
    [InlineData(Block, Block, 100, 100, false, 1, 0, AnchorStep.Reverted)]
    [InlineData(Block, Block, 100, 500, false, 3, 0, AnchorStep.Reverted)]
    public void Each_look_has_one_step(string? receiptHash, string? canonical, long height, long head, bool succeeded, int needed, int seconds, AnchorStep step) =>
        Assert.Equal(step, AnchorDecision.Decide(Seen(receiptHash, canonical, height, head, succeeded), needed, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Nothing_is_confirmed_but_a_success_in_the_canonical_block_deep_enough() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var seen = Seen(
            random.Next(4) == 0 ? null : "0x" + random.Next(2), random.Next(4) == 0 ? null : "0x" + random.Next(2), random.Next(10), random.Next(15), random.Next(3) > 0);
        var (needed, since) = (random.Next(1, 6), TimeSpan.FromSeconds(random.Next(40)));
        var step = AnchorDecision.Decide(seen, needed, since);
        var isIn = seen.Receipt is { } receipt && receipt.BlockHash == seen.CanonicalHash && receipt.BlockNumber <= seen.Head;
        return (step == AnchorStep.Confirmed) == (isIn && seen.Receipt!.Succeeded && seen.Head - seen.Receipt.BlockNumber + 1 >= needed)
            && (step == AnchorStep.Rebroadcast) == (!isIn && since >= AnchorDecision.RebroadcastAfter)
            && (step == AnchorStep.Reverted) == (isIn && !seen.Receipt!.Succeeded);
    }).Holds();

    [Fact]
    public void More_blocks_never_unconfirm() => Prop.ForAll<byte, byte, byte>((height, above, needed) =>
    {
        var one = AnchorDecision.Decide(Seen(Block, Block, height, height + above, true), needed + 1, default);
        var two = AnchorDecision.Decide(Seen(Block, Block, height, height + above + 1, true), needed + 1, default);
        return one != AnchorStep.Confirmed || two == AnchorStep.Confirmed;
    }).Holds();

    private static AnchorObservation Seen(string? receiptHash, string? canonical, long height, long head, bool succeeded) =>
        new(receiptHash is null ? null : new ChainReceipt("0x1", receiptHash, height, succeeded, 21_000, 1), canonical, head);
}

public sealed class IntrinsicGasTests
{
    [Theory]
    // EIP-7623: max(16 a non-zero byte + 4 a zero byte, 10 a token), a non-zero byte being four tokens.
    [InlineData(0, 0, 21_000)]
    [InlineData(32, 0, 22_280)]
    [InlineData(31, 1, 22_250)]
    [InlineData(0, 32, 21_320)]
    [InlineData(1, 0, 21_040)]
    public void Calldata_costs_what_the_rules_say(int nonZero, int zero, long gas) =>
        Assert.Equal(gas, IntrinsicGas.Of([.. Enumerable.Repeat((byte)7, nonZero), .. new byte[zero]]));

    [Fact]
    public void A_root_never_costs_more_than_32_non_zero_bytes()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Assert.InRange(IntrinsicGas.Of(RandomNumberGenerator.GetBytes(32)), 21_320, 22_280);
        }
    }
}
