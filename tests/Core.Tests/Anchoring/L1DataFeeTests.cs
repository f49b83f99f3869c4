using System.Numerics;
using LearnCoin.Core.Anchoring;

namespace LearnCoin.Core.Tests.Anchoring;

public sealed class L1DataFeeTests
{
    private static readonly byte[] Transaction = [.. Enumerable.Range(1, 40).Select(static number => (byte)number)];
    private readonly ScriptedNode node = new();

    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 96)]
    [InlineData(32, 96)]
    [InlineData(33, 128)]
    public void The_call_is_selector_offset_length_and_padded_bytes(int bytes, int words)
    {
        var call = L1DataFee.Call(Enumerable.Repeat((byte)0xff, bytes).ToArray());
        Assert.Equal(4 + words, call.Length);
        Assert.Equal("49948e0e" + 32.ToString("x64", null) + bytes.ToString("x64", null), Convert.ToHexStringLower(call.AsSpan(0, 68)));
        Assert.Equal(bytes, call.AsSpan(68).Count((byte)0xff));
        Assert.All(call.AsSpan(68 + bytes).ToArray(), static padding => Assert.Equal(0, padding));
    }

    [Fact]
    public async Task The_oracle_is_asked_with_the_transaction()
    {
        var asked = new List<string>();
        node.OnCall = (to, data) =>
        {
            asked.Add(to);
            Assert.Equal(L1DataFee.Call(Transaction), data.ToArray());
            return Word(1_234_567_890_123);
        };
        Assert.Equal(1_234_567_890_123, await L1DataFee.OfAsync(node, Transaction, default));
        Assert.Equal([L1DataFee.Oracle], asked);
    }

    [Fact]
    public async Task Where_no_oracle_is_there_is_no_such_fee() => Assert.Equal(0, await L1DataFee.OfAsync(node, Transaction, default));

    [Fact]
    public async Task A_contract_of_another_kind_is_no_oracle()
    {
        node.OnCall = static (_, _) => throw new ChainRevertedException("eth_call");
        Assert.Equal(0, await L1DataFee.OfAsync(node, Transaction, default));
    }

    [Fact]
    public async Task An_answer_that_is_no_number_is_an_unusable_one()
    {
        node.OnCall = static (_, _) => [1, 2, 3];
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await L1DataFee.OfAsync(node, Transaction, default));
    }

    [Fact]
    public async Task The_estimate_of_a_dry_run_holds_it()
    {
        using var lane = await Lane.OpenAsync();
        var without = await AnchorEstimate.OfAsync(lane.Network, lane.Clock, default);
        Assert.Equal((22_280L * 1_010, 0), (without.FeeWei, without.L1FeeWei));
        lane.Node.OnCall = static (_, _) => Word(5_000);
        var with = await AnchorEstimate.OfAsync(lane.Network, lane.Clock, default);
        Assert.Equal(((22_280L * 1_010) + 5_000, 5_000), (with.FeeWei, with.L1FeeWei));
    }

    private static byte[] Word(BigInteger number)
    {
        var word = new byte[32];
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(word, 32 - bytes.Length);
        return word;
    }
}
