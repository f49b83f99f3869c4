using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Endpoints;

namespace LearnCoin.Core.Tests.Anchoring.Endpoints;

public sealed class AgreementTests
{
    [Theory]
    [InlineData("a", 0, 1, "a")]
    [InlineData("a", 1, 1, null)] // the other may still differ
    [InlineData("aa", 1, 1, "aa")] // the third changes nothing
    [InlineData("a", 2, 1, null)]
    [InlineData("ab", 0, 1, null)]
    [InlineData("aab", 0, 1, "a")]
    [InlineData("abc", 0, 1, null)]
    [InlineData("aabb", 0, 1, null)]
    [InlineData("aaab", 0, 1, "a")]
    [InlineData("a", 0, 2, null)]
    [InlineData("aa", 0, 2, "a")]
    [InlineData("aab", 0, 3, null)]
    [InlineData("", 0, 1, null)]
    public void A_majority_is_more_than_half_of_those_asked_and_the_least_number(string answers, int outstanding, int minimum, string? agreed)
    {
        var isAgreed = Agreement.TryMajority([.. answers], outstanding, minimum, static answer => answer.ToString(), out var found);
        Assert.Equal(agreed?[0], isAgreed ? found : null);
    }

    [Theory]
    [InlineData(1, "100", 100)]
    [InlineData(2, "100,50", 100)]
    [InlineData(3, "100,101,102", 101)]
    [InlineData(3, "100,101,999999", 101)]
    [InlineData(3, "100,999999", 100)] // the third has not answered
    [InlineData(3, "999999", 999_999)]
    [InlineData(4, "5,5,5,999999", 5)]
    public void The_highest_that_one_liar_of_three_cannot_make_up(int known, string numbers, long highest) =>
        Assert.Equal(highest, Agreement.Highest([.. numbers.Split(',').Select(long.Parse)], known));

    [Theory]
    [InlineData("5", 5, 5)]
    [InlineData("5,9", 5, 9)]
    [InlineData("9,1,5", 5, 5)]
    [InlineData("1,2,3,4", 2, 3)]
    public void Middles_are_between_what_liars_can_say(string numbers, int lower, int upper)
    {
        var all = numbers.Split(',').Select(System.Numerics.BigInteger.Parse).ToList();
        Assert.Equal((lower, upper), ((int)Agreement.LowerMiddle(all), (int)Agreement.UpperMiddle(all)));
    }

    [Theory]
    [InlineData(SendKind.NonceTooLow, SendKind.Underpriced, SendKind.PoolFull)]
    [InlineData(SendKind.InsufficientFunds, SendKind.NonceTooHigh, SendKind.Refused)]
    [InlineData(SendKind.ReplacementUnderpriced, SendKind.InsufficientFunds)]
    [InlineData(SendKind.Refused, SendKind.PoolFull)]
    public void Of_several_refusals_the_most_telling_counts(SendKind most, params SendKind[] others)
    {
        Assert.Equal(most, Agreement.MostTelling([.. others.Append(most).Select(static kind => new SendOutcome(kind, ""))]).Kind);
        Assert.Equal(most, Agreement.MostTelling([.. others.Prepend(most).Select(static kind => new SendOutcome(kind, ""))]).Kind);
    }

    [Fact]
    public void Every_refusal_has_its_rank()
    {
        foreach (var kind in Enum.GetValues<SendKind>().Except([SendKind.Accepted, SendKind.AlreadyKnown, SendKind.NonceTooLow]))
        {
            Assert.Equal(SendKind.NonceTooLow, Agreement.MostTelling([new SendOutcome(kind, ""), new SendOutcome(SendKind.NonceTooLow, "")]).Kind);
        }
    }
}
