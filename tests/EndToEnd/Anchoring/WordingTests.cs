using LearnCoin.EndToEnd.Campaign;
using LearnCoin.EndToEnd.Faults;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>Each refusal of each client, once truly and once of a transaction that was taken all the same (reliability.md, row anchor).</summary>
public sealed class WordingTests(HandMinedFixture anvil) : IClassFixture<HandMinedFixture>
{
    [Theory]
    [InlineData("Refused")]
    [InlineData("RefusedAndTaken")]
    public async Task Whatever_a_node_says_to_the_first_broadcast_the_root_is_on_chain_once(string how)
    {
        var kind = Enum.Parse<NodeFaultKind>(how);
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        var told = new HashSet<string>(StringComparer.Ordinal);
        var wording = "";
        rig.Proxy.Script = call => call.IsSend && told.Add(wording) ? new NodeFault(kind) { Wording = wording } : null;
        foreach (var words in NodeWordings.All)
        {
            // Two clients may use the same words.
            wording = words.Words;
            told.Remove(wording);
            await rig.UntilAnchoredAsync(await rig.AcceptAsync());
            Assert.Contains(wording, told);
        }

        await rig.UntilAtRestAsync();
        var history = await History.CheckAsync(rig);
        Assert.Equal(NodeWordings.All.Count, history.Transactions);
        Assert.Equal(NodeWordings.All.Count, rig.Proxy.Tally.Faults[kind]);
    }
}
