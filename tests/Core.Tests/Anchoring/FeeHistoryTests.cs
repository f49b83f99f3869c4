using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring;

public sealed class FeeHistoryTests
{
    [Theory]
    [InlineData("5", "", null)]
    [InlineData("5", "0", null)]
    [InlineData("5", "0,0,0", null)]
    [InlineData("5", "7", 7)]
    [InlineData("5", "0,7,0", 7)]
    [InlineData("5", "1,2,3", 2)]
    [InlineData("5", "3,1,2", 2)]
    [InlineData("5", "1,2,3,1000000", 2)]
    [InlineData("5", "0,0,0,9,9,1", 9)]
    public void The_tip_is_the_median_of_the_blocks_in_which_somebody_paid_one(string baseFees, string tips, int? median)
    {
        var history = new FeeHistory(Numbers(baseFees), Numbers(tips));
        Assert.Equal(median is { } tip ? new BigInteger(tip) : null, history.MedianTip());
    }

    [Fact]
    public async Task The_base_fee_is_the_next_blocks()
    {
        var fees = await new FeeHistory([1, 2, 3], [4, 4]).FeesAsync(static () => throw new InvalidOperationException("not needed"));
        Assert.Equal(new ChainFees(3, 4), fees);
    }

    [Fact]
    public async Task Where_no_block_says_anything_the_node_is_asked()
    {
        var fees = await new FeeHistory([3], [0]).FeesAsync(static () => ValueTask.FromResult<BigInteger?>(11));
        Assert.Equal(new ChainFees(3, 11), fees);
    }

    [Fact]
    public async Task A_node_without_a_suggestion_leaves_the_floor()
    {
        var fees = await new FeeHistory([3], []).FeesAsync(static () => ValueTask.FromResult<BigInteger?>(null));
        Assert.Equal(new ChainFees(3, FeeHistory.FloorTip), fees);
    }

    [Fact]
    public async Task Without_a_base_fee_there_are_no_fees() =>
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await new FeeHistory([], [1]).FeesAsync(static () => ValueTask.FromResult<BigInteger?>(1)));

    private static BigInteger[] Numbers(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(BigInteger.Parse)];
}
