using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;

namespace LearnCoin.EndToEnd.Campaign;

/// <summary>The node takes the first broadcast of each anchor, and its answer is lost (reliability.md, row anchor).</summary>
internal static class ReplyLossRun
{
    /// <returns>The checked history.</returns>
    internal static async Task<History> RunAsync(Anvil anvil, int anchors)
    {
        await using var rig = await Rig.StartAsync(anvil);
        await rig.StartHostAsync();
        var lost = new HashSet<string>(StringComparer.Ordinal);
        rig.Proxy.Script = call => call.IsSend && lost.Add(call.Parameters[0].GetString()!) ? NodeFaultKind.ReplyLost : null;
        for (var i = 0; i < anchors; i++)
        {
            await rig.UntilAnchoredAsync(await rig.AcceptAsync());
        }

        await rig.UntilAtRestAsync();
        var history = await History.CheckAsync(rig);
        Assert.Equal(anchors, history.Transactions);
        Assert.Equal(anchors, rig.Proxy.Tally.Faults[NodeFaultKind.ReplyLost]);
        return history;
    }
}
