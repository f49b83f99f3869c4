using LearnCoin.Core.Proofs;

namespace LearnCoin.Core.Tests.Proofs;

public sealed class AnchorEntriesTests
{
    private static readonly byte[] Transaction = [.. Enumerable.Repeat((byte)0x11, 32)];

    private static readonly byte[] OtherTransaction = [.. Enumerable.Repeat((byte)0x22, 32)];

    [Theory]
    [InlineData(AnchorCode.Eth, 84532)]
    [InlineData(AnchorCode.Eth, 8453)]
    [InlineData(AnchorCode.Base, 84532)]
    [InlineData(AnchorCode.Base, 8453)]
    public void What_is_written_is_read(AnchorCode code, long chainId)
    {
        Assert.True(AnchorEntries.TryRead(AnchorEntries.Create(code, chainId, Transaction), out var read, out var transaction));
        Assert.Equal(chainId, read);
        Assert.Equal(Transaction, transaction);
    }

    [Fact]
    public void The_default_names_a_network_that_published_readers_know_and_then_the_true_chain() =>
        Assert.Equal(
            [new MerkleAnchor(1, 11155111, Transaction), new MerkleAnchor(1, 84532, Transaction)],
            AnchorEntries.Create(AnchorCode.Eth, 84532, Transaction));

    [Fact]
    public void A_chain_that_is_not_Base_cannot_be_written() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AnchorEntries.Create(AnchorCode.Eth, 1, Transaction));

    public static TheoryData<string, (ulong Chain, ulong Network, bool Other)[]> Refused => new()
    {
        { "no entry", [] },
        { "only the told network", [(1, 11155111, false)] },
        { "only the true chain", [(1, 84532, false)] },
        { "true chain first", [(1, 84532, false), (1, 11155111, false)] },
        { "live network told for the test chain", [(1, 1, false), (1, 84532, false)] },
        { "two transactions", [(1, 11155111, true), (1, 84532, false)] },
        { "mocknet", [(2, 84532, false)] },
        { "Bitcoin", [(0, 1, false)] },
        { "mocknet beside Base", [(2, 1, false), (3, 84532, false)] },
        { "Base twice", [(3, 84532, false), (3, 84532, false)] },
        { "a third entry", [(1, 11155111, false), (1, 84532, false), (1, 84532, false)] },
        { "Ethereum itself", [(1, 1, false), (1, 1, false)] },
        { "a number beyond any chain id", [(3, ulong.MaxValue, false)] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Entries_that_disagree_or_name_another_chain_are_refused(string why, (ulong Chain, ulong Network, bool Other)[] entries)
    {
        var anchors = entries.Select(e => new MerkleAnchor(e.Chain, e.Network, e.Other ? OtherTransaction : Transaction)).ToArray();
        Assert.False(AnchorEntries.TryRead(anchors, out _, out _), why);
    }
}
