using LearnCoin.Core.Anchoring;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Chain;

namespace LearnCoin.Contracts.Chain;

public sealed class JsonRpcChainTests(AnvilFixture anvil) : ChainContract, IClassFixture<AnvilFixture>, IDisposable
{
    private readonly JsonRpcChain chain = new(new Uri(anvil.Node.Url));

    protected override IChain Chain => chain;

    public void Dispose() => chain.Dispose();

    [Fact]
    public async Task A_node_that_does_not_answer_is_unavailable_and_its_address_is_not_told()
    {
        using var nowhere = new JsonRpcChain(new Uri("http://127.0.0.1:1/secret-path"));
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(async () => await nowhere.ChainIdAsync(default));
        Assert.DoesNotContain("secret-path", failure.ToString(), StringComparison.Ordinal);
    }

    protected override Task FundAsync(string address) => anvil.Node.FundAsync(address);
}

public sealed class JsonRpcChainFailureTests : ChainFailureContract, IDisposable
{
    private readonly List<JsonRpcChain> chains = [];

    public void Dispose() => chains.ForEach(static chain => chain.Dispose());

    protected override IChain Chain(HttpMessageHandler node)
    {
        chains.Add(new JsonRpcChain(new Uri("http://node.example/secret"), node));
        return chains[^1];
    }
}
