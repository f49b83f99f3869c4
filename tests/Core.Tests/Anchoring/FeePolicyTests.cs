using System.Numerics;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Anchoring;

/// <summary>What an anchor pays: tables, and what holds in every market.</summary>
public sealed class FeePolicyTests
{
    private const long Gwei = 1_000_000_000;

    [Theory]
    // base fee, market's tip, least tip, least base fee, ceiling -> max fee, tip; 0: not now
    [InlineData(1_000, 10, 1, 1, 100_000, 2_010, 10)]
    [InlineData(1_000, 0, 7, 1, 100_000, 2_007, 7)]
    [InlineData(10, 0, 1, 500, 100_000, 1_001, 1)]
    [InlineData(1_000, 10, 1, 1, 1_500, 1_500, 10)]
    [InlineData(1_490, 10, 1, 1, 1_500, 1_500, 10)]
    [InlineData(1_491, 10, 1, 1, 1_500, 0, 0)]
    public void The_first_transaction_pays_twice_the_base_fee_and_none_is_made_above_the_ceiling(
        long baseFee, long tip, long minTip, long minBase, long ceiling, long maxFee, long paidTip)
    {
        var first = new FeePolicy(minTip, minBase, ceiling, TimeSpan.FromSeconds(20)).First(new ChainFees(baseFee, tip));
        Assert.Equal((maxFee, paidTip), first is { } fee ? ((long)fee.MaxFee, (long)fee.Tip) : (0, 0));
    }

    [Theory]
    // paid max fee, paid tip, base fee, market's tip, ceiling -> max fee, tip; 0: not now
    [InlineData(1_000, 100, 100, 1, 100_000, 1_100, 110)]
    [InlineData(1_001, 101, 100, 1, 100_000, 1_102, 112)]
    [InlineData(1_000, 100, 5_000, 300, 100_000, 10_300, 300)]
    [InlineData(1_000, 100, 5_000, 300, 4_000, 4_000, 300)]
    [InlineData(1_000, 100, 100, 1, 1_099, 0, 0)]
    [InlineData(1_000, 1_000, 100, 1, 1_100, 1_100, 1_100)]
    [InlineData(0, 0, 0, 0, 100, 1, 1)]
    [InlineData(9, 1, 0, 0, 100, 10, 2)]
    public void A_replacement_pays_a_tenth_more_rounded_up_and_what_the_market_asks(
        long paid, long paidTip, long baseFee, long tip, long ceiling, long maxFee, long newTip)
    {
        var bumped = new FeePolicy(0, 0, ceiling, TimeSpan.FromSeconds(20)).Bumped(new AnchorFee(paid, paidTip), new ChainFees(baseFee, tip));
        Assert.Equal((maxFee, newTip), bumped is { } fee ? ((long)fee.MaxFee, (long)fee.Tip) : (0, 0));
    }

    [Fact]
    public void The_ceiling_of_a_replacement_is_five_times_the_market_above_one_gwei()
    {
        var policy = FeePolicy.Of(new AnchoringOptions());
        Assert.Equal(Gwei, policy.Ceiling(new ChainFees(Gwei / 100, Gwei / 1000)));
        Assert.Equal(5 * (Gwei + (Gwei / 10)), policy.Ceiling(new ChainFees(Gwei / 2, Gwei / 10)));
        Assert.Equal(10 * Gwei, policy.Ceiling(new ChainFees(3 * Gwei, 0)));
        Assert.Equal((Gwei / 1000, Gwei / 200, 10 * Gwei), ((long)policy.MinTip, (long)policy.MinBaseFee, (long)policy.MaxFee));
    }

    [Fact]
    public void A_first_transaction_is_never_above_the_ceiling_and_never_below_what_the_next_block_takes() => Prop.ForAll<int>(seed =>
    {
        var (policy, market) = Case(new Random(seed));
        return policy.First(market) is { } fee
            ? fee.MaxFee <= policy.MaxFee && fee.Tip <= fee.MaxFee && fee.Tip >= market.Tip && fee.Tip >= policy.MinTip && fee.MaxFee >= market.BaseFee + fee.Tip
            : market.BaseFee + BigInteger.Max(market.Tip, policy.MinTip) > policy.MaxFee;
    }).Holds();

    [Fact]
    public void A_replacement_raises_both_fees_by_a_tenth_and_keeps_under_the_ceiling_and_not_under_the_market_below_it() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var (policy, market) = Case(random);
        var paid = Paid(random);
        var ceiling = policy.Ceiling(market);
        if (policy.Bumped(paid, market) is not { } fee)
        {
            return IsAbove(paid.MaxFee, ceiling) || IsAbove(paid.Tip, ceiling);
        }

        var suggested = policy.Suggested(market);
        return fee.MaxFee * 10 >= paid.MaxFee * 11 && fee.Tip * 10 >= paid.Tip * 11 && fee.MaxFee > paid.MaxFee && fee.Tip > paid.Tip
            && fee.MaxFee <= ceiling && fee.MaxFee <= policy.MaxFee && fee.Tip <= fee.MaxFee
            && (fee.MaxFee >= suggested.MaxFee || fee.MaxFee == ceiling)
            && (fee.Tip >= suggested.Tip || fee.Tip == ceiling);
    }).Holds();

    [Fact]
    public void Bumps_in_one_market_end() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var (policy, market) = Case(random);
        AnchorFee? fee = Paid(random);
        var bumps = 0;
        for (; fee is { } paid && bumps < 1_000; bumps++)
        {
            fee = policy.Bumped(paid, market);
        }

        // From 0 up by a tenth each, rounded up, to at most 10^10: the first few steps are single units.
        return bumps < 250;
    }).Holds();

    private static bool IsAbove(BigInteger paid, BigInteger ceiling) => paid * 11 > ceiling * 10 || paid + 1 > ceiling;

    private static (FeePolicy Policy, ChainFees Market) Case(Random random) =>
        (new FeePolicy(Amount(random), Amount(random), Amount(random), TimeSpan.FromSeconds(20)), new ChainFees(Amount(random), Amount(random)));

    private static AnchorFee Paid(Random random)
    {
        var (one, other) = (Amount(random), Amount(random));
        return new AnchorFee(BigInteger.Max(one, other), BigInteger.Min(one, other));
    }

    // From nothing to ten gwei, each order of magnitude as often.
    private static BigInteger Amount(Random random) => new(Math.Pow(10, random.NextDouble() * 10) - 1);
}
