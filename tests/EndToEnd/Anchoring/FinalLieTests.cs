using LearnCoin.Core.Batches;
using LearnCoin.EndToEnd.Campaign;
using LearnCoin.EndToEnd.Faults;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>Lies that last until the block is final, when the lane would give a root a second nonce if it believed them.</summary>
public sealed class FinalLieTests(HandMinedFixture anvil) : IClassFixture<HandMinedFixture>
{
    [Fact]
    public async Task A_single_false_status_of_a_final_block_that_was_seen_to_hold_the_root_doubles_nothing()
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        var batch = await rig.AcceptAsync();
        await rig.UntilAnchoredAsync(batch);
        // Final by now, for everybody but the service, whose sweep comes once a minute.
        await rig.Chain.MineAsync(10);
        var lies = 1;
        rig.Proxy.Script = call => call.Method == NodeCall.Receipt && Interlocked.Decrement(ref lies) >= 0 ? NodeFaultKind.Reverted : null;
        await rig.UntilAtRestAsync();
        await Task.Delay(TimeSpan.FromMinutes(3), rig.Time);
        await rig.UntilAtRestAsync();

        Assert.Equal(1, rig.Proxy.Tally.Faults[NodeFaultKind.Reverted]);
        Assert.Equal(1, (await History.CheckAsync(rig)).Transactions);
    }

    [Fact]
    public async Task A_node_without_receipts_of_what_its_blocks_hold_is_waited_for_and_doubles_nothing()
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        rig.Proxy.Script = static _ => NodeFaultKind.HiddenReceipt;
        var batch = await rig.AcceptAsync();
        await Task.Delay(TimeSpan.FromMinutes(5), rig.Time);
        Assert.Equal(BatchStatus.Signed, (await rig.BatchAsync(batch)).Status);

        rig.Proxy.Script = static _ => null;
        await rig.UntilAnchoredAsync(batch);
        await rig.UntilAtRestAsync();
        Assert.Equal(1, (await History.CheckAsync(rig)).Transactions);
    }
}
