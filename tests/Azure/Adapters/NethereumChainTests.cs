using LearnCoin.Contracts.Chain;
using LearnCoin.Core.Anchoring;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Functions.Adapters;

namespace LearnCoin.Azure.Tests.Adapters;

public sealed class NethereumChainTests(AnvilFixture anvil) : ChainContract, IClassFixture<AnvilFixture>, IDisposable
{
    private readonly NethereumChain chain = new(new Uri(anvil.Node.Url));

    protected override IChain Chain => chain;

    public void Dispose() => chain.Dispose();

    [Fact]
    public async Task A_node_that_does_not_answer_is_unavailable_and_its_address_is_not_told()
    {
        using var nowhere = new NethereumChain(new Uri("http://user:password@127.0.0.1:1/secret-path"));
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(async () => await nowhere.ChainIdAsync(default));
        Assert.DoesNotContain("secret-path", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("password", failure.ToString(), StringComparison.Ordinal);
    }

    protected override Task FundAsync(string address) => anvil.Node.FundAsync(address);
}

public sealed class NethereumChainFailureTests : ChainFailureContract, IDisposable
{
    private readonly List<NethereumChain> chains = [];

    public void Dispose() => chains.ForEach(static chain => chain.Dispose());

    protected override IChain Chain(HttpMessageHandler node)
    {
        chains.Add(new NethereumChain(new Uri("http://node.example/secret"), node));
        return chains[^1];
    }
}
