using LearnCoin.EndToEnd.Campaign;
using Xunit.Abstractions;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>The node takes the transaction and its answer is lost (reliability.md, row anchor; a tenth of its 1,000).</summary>
public sealed class ReplyLossTests(HandMinedFixture anvil, ITestOutputHelper output) : IClassFixture<HandMinedFixture>
{
    [Fact]
    public async Task A_hundred_anchors_whose_first_reply_is_lost_are_on_chain_once_each() =>
        output.WriteLine($"{await ReplyLossRun.RunAsync(anvil.Node, 100)}");
}
