using LearnCoin.Core.Anchoring;
using LearnCoin.Local.Chain;

namespace LearnCoin.Contracts.Chain;

/// <summary>What we make of what nodes say.</summary>
public sealed class NodeWordingTests
{
    [Theory]
    [MemberData(nameof(NodeSentences.Geth), MemberType = typeof(NodeSentences))]
    [MemberData(nameof(NodeSentences.OpGeth), MemberType = typeof(NodeSentences))]
    [MemberData(nameof(NodeSentences.Reth), MemberType = typeof(NodeSentences))]
    [MemberData(nameof(NodeSentences.Development), MemberType = typeof(NodeSentences))]
    [MemberData(nameof(NodeSentences.Erigon), MemberType = typeof(NodeSentences))]
    [MemberData(nameof(NodeSentences.Nethermind), MemberType = typeof(NodeSentences))]
    [MemberData(nameof(NodeSentences.Besu), MemberType = typeof(NodeSentences))]
    public void Each_clients_words_have_their_kind(string client, string words, SendKind kind)
    {
        Assert.Equal((client, kind), (client, NodeWording.Classify(words)));
        Assert.Equal(new SendOutcome(kind, words), NodeWording.Outcome(-32_000, words));
    }

    [Theory]
    [InlineData(-32_005, "Limit exceeded")] // EIP-1474
    [InlineData(-32_005, "daily request count exceeded, request rate limited")] // Infura
    [InlineData(429, "Your app has exceeded its compute units per second capacity.")] // Alchemy
    [InlineData(-32_000, "Too Many Requests")]
    [InlineData(-32_016, "over rate limit")] // proxyd of the OP stack
    [InlineData(-32_603, "request timed out")]
    public void An_endpoint_that_takes_no_more_calls_says_nothing_of_the_transaction(long code, string words) =>
        Assert.Throws<ChainUnavailableException>(() => NodeWording.Outcome(code, words));

    [Fact]
    public void A_code_that_besu_uses_for_refusals_too_does_not_hide_them() =>
        Assert.Equal(SendKind.GasCap, NodeWording.Outcome(-32_005, "Transaction gas limit exceeds block gas limit").Kind);

    [Fact]
    public void The_reason_may_stand_in_the_errors_data() =>
        Assert.Equal(new SendOutcome(SendKind.NonceTooLow, "Server error"), NodeWording.Outcome(-32_000, "Server error", "nonce too low"));

    [Theory]
    [InlineData(3, "execution reverted")] // geth, reth, erigon, nethermind
    [InlineData(-32_000, "Execution reverted")] // besu
    [InlineData(-32_603, "VM Exception while processing transaction: reverted with custom error 'AlreadyTimestamped()'")] // hardhat
    public void A_revert_is_told_from_other_errors(long code, string words) => Assert.True(NodeWording.IsRevert(code, words));

    [Fact]
    public void Another_error_is_no_revert() => Assert.False(NodeWording.IsRevert(-32_000, "header not found"));
}
