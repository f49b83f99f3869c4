using LearnCoin.EndToEnd.Campaign;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>The node takes the transaction and its answer is lost (reliability.md, row anchor; a tenth of its 1,000).</summary>
public sealed class ReplyLossTests(HandMinedFixture anvil, ITestOutputHelper output) : IClassFixture<HandMinedFixture>
{
    [Fact]
    public async Task A_hundred_anchors_whose_first_reply_is_lost_are_on_chain_once_each()
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        var lost = new HashSet<string>(StringComparer.Ordinal);
        rig.Proxy.Script = call => call.IsSend && lost.Add(call.Parameters[0].GetString()!) ? NodeFaultKind.ReplyLost : null;
        for (var i = 0; i < 100; i++)
        {
            await rig.UntilAnchoredAsync(await rig.AcceptAsync());
        }

        await rig.UntilAtRestAsync();
        var history = await History.CheckAsync(rig);
        Assert.Equal(100, history.Transactions);
        Assert.Equal(100, rig.Proxy.Tally.Faults[NodeFaultKind.ReplyLost]);
        output.WriteLine($"{history}");
    }
}
