using LearnCoin.Core.Batches;
using LearnCoin.EndToEnd.Campaign;
using LearnCoin.EndToEnd.Faults;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>A node that says what is not so, for more than a minute (reliability.md, row anchor).</summary>
public sealed class LyingNodeTests(HandMinedFixture anvil) : IClassFixture<HandMinedFixture>
{
    private static readonly TimeSpan Spell = TimeSpan.FromSeconds(80);

    [Theory]
    [InlineData("WrongBlockHash")]
    [InlineData("Reverted")]
    [InlineData("HiddenReceipt")]
    public async Task A_batch_is_not_anchored_by_a_false_receipt_and_is_once_the_truth_is_told(string lie)
    {
        var kind = Enum.Parse<NodeFaultKind>(lie);
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        rig.Proxy.Script = _ => kind;
        // Mined, and short of finality, which is nothing to be taken back.
        var batch = await rig.AcceptAsync();
        await rig.UntilAsync("it is mined", Spell, async () => (await rig.Chain.ReadAsync(rig.Account)).Count > 0);
        rig.Chain.IsMining = false;
        await Task.Delay(Spell, rig.Time);
        Assert.Equal(BatchStatus.Signed, (await rig.BatchAsync(batch)).Status);
        Assert.True(rig.Proxy.Tally.Faults[kind] > 1);

        rig.Proxy.Script = static _ => null;
        rig.Chain.IsMining = true;
        await rig.UntilAnchoredAsync(batch);
        await rig.UntilAtRestAsync();
        Assert.Equal(1, (await History.CheckAsync(rig)).Transactions);
    }

    [Fact]
    public async Task A_receipt_of_a_transaction_that_no_block_holds_anchors_nothing()
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        rig.Chain.IsMining = false;
        rig.Proxy.Script = static _ => NodeFaultKind.Preconfirmed;
        var batch = await rig.AcceptAsync();
        await Task.Delay(Spell, rig.Time);
        Assert.Equal(BatchStatus.Signed, (await rig.BatchAsync(batch)).Status);
        Assert.True(rig.Proxy.Tally.Faults[NodeFaultKind.Preconfirmed] > 3);

        rig.Proxy.Script = static _ => null;
        rig.Chain.IsMining = true;
        await rig.UntilAnchoredAsync(batch);
        await rig.UntilAtRestAsync();
        Assert.Equal(1, (await History.CheckAsync(rig)).Transactions);
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_node_on_another_chain()
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        rig.Proxy.Script = static _ => NodeFaultKind.OtherChain;
        var batch = await rig.AcceptAsync();
        await Task.Delay(Spell, rig.Time);
        Assert.Equal(BatchStatus.Signed, (await rig.BatchAsync(batch)).Status);
        Assert.Empty(rig.Proxy.Tally.Sent);

        rig.Proxy.Script = static _ => null;
        await rig.UntilAnchoredAsync(batch);
        await rig.UntilAtRestAsync();
        Assert.Equal(1, (await History.CheckAsync(rig)).Transactions);
    }

    [Fact]
    public async Task A_node_that_lags_by_five_blocks_costs_time_and_nothing_else()
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        rig.Proxy.Script = static call => call.Number % 2 == 0 ? new NodeFault(NodeFaultKind.Lagging) { Blocks = 5 } : null;
        for (var i = 0; i < 8; i++)
        {
            await rig.UntilAnchoredAsync(await rig.AcceptAsync());
        }

        rig.Proxy.Script = static _ => null;
        await rig.UntilAtRestAsync();
        await History.CheckAsync(rig);
    }
}
