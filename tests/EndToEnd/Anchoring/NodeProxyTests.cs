using System.Numerics;
using System.Security.Cryptography;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Chain;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>The faults of the proxy are what they are called: a test that a fault does not reach proves nothing.</summary>
public sealed class NodeProxyTests(HandMinedFixture anvil) : IClassFixture<HandMinedFixture>, IAsyncLifetime, IDisposable
{
    private readonly ECDsa key = ECDsa.Create(Secp256k1.Curve);
    private NodeProxy proxy = null!;
    private JsonRpcChain chain = null!;

    private string Address
    {
        get
        {
            var point = key.ExportParameters(false).Q;
            return EthereumAddress.FromPublicKey([.. point.X!, .. point.Y!]);
        }
    }

    public async Task InitializeAsync()
    {
        proxy = await NodeProxy.StartAsync(anvil.Node.Url);
        chain = new JsonRpcChain(new Uri(proxy.Url + "/host"));
        await anvil.Node.FundAsync(Address);
    }

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    public void Dispose()
    {
        key.Dispose();
        chain.Dispose();
    }

    [Theory]
    [InlineData("ReplyLost", true)]
    [InlineData("RequestLost", false)]
    [InlineData("ServerError", false)]
    [InlineData("Garbage", false)]
    [InlineData("DeliveredLate", true)]
    public async Task A_call_that_breaks_is_no_answer_to_the_caller_whether_or_not_the_node_took_it(string kind, bool taken)
    {
        proxy.Script = _ => new NodeFault(Enum.Parse<NodeFaultKind>(kind)) { Delay = TimeSpan.FromMilliseconds(200) };
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await chain.SendRawAsync(Signed().Raw, default));
        proxy.Script = static _ => null;
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(taken ? 1 : 0, await chain.NonceAsync(Address, "pending", default));
        Assert.Equal([KeyValuePair.Create(Enum.Parse<NodeFaultKind>(kind), 1)], proxy.Tally.Faults);
        Assert.Equal(1, proxy.Tally.Methods[NodeCall.Send]);
    }

    [Theory]
    [InlineData("Refused", false, SendKind.NonceTooLow)]
    [InlineData("RefusedAndTaken", true, SendKind.NonceTooLow)]
    [InlineData("Duplicated", true, SendKind.AlreadyKnown)]
    [InlineData("Delayed", true, SendKind.Accepted)]
    [InlineData("Reordered", true, SendKind.Accepted)]
    public async Task A_refusal_says_nothing_of_whether_the_node_took_it(string kind, bool taken, SendKind expected)
    {
        proxy.Script = _ => new NodeFault(Enum.Parse<NodeFaultKind>(kind)) { Wording = "nonce too low", Delay = TimeSpan.FromMilliseconds(50) };
        var outcome = await chain.SendRawAsync(Signed().Raw, default);
        proxy.Script = static _ => null;
        Assert.Equal(expected, outcome.Kind);
        Assert.Equal(taken ? 1 : 0, await chain.NonceAsync(Address, "pending", default));
    }

    [Fact]
    public async Task Lies_are_told_of_what_is_true_without_them()
    {
        var signed = Signed();
        await chain.SendRawAsync(signed.Raw, default);
        Assert.NotNull(await LiedAsync(NodeFaultKind.Preconfirmed, () => chain.ReceiptAsync(signed.Hash, default)));
        await anvil.Node.CallAsync("evm_mine");
        var truth = await chain.ReceiptAsync(signed.Hash, default);
        Assert.True(truth!.Succeeded);
        Assert.Null(await LiedAsync(NodeFaultKind.HiddenReceipt, () => chain.ReceiptAsync(signed.Hash, default)));
        Assert.False((await LiedAsync(NodeFaultKind.Reverted, () => chain.ReceiptAsync(signed.Hash, default)))!.Succeeded);
        Assert.NotEqual(truth.BlockHash, (await LiedAsync(NodeFaultKind.WrongBlockHash, () => chain.ReceiptAsync(signed.Hash, default)))!.BlockHash);
        Assert.Equal(1, await LiedAsync(NodeFaultKind.OtherChain, () => chain.ChainIdAsync(default)));
        Assert.Null(await LiedAsync(NodeFaultKind.Lagging, () => chain.ReceiptAsync(signed.Hash, default)));
        Assert.Equal(0, await LiedAsync(NodeFaultKind.Lagging, () => chain.NonceAsync(Address, "latest", default)));
        Assert.Equal(truth.BlockNumber - 1, (await LiedAsync(NodeFaultKind.Lagging, () => chain.BlockAsync("latest", default)))!.Number);
        Assert.Equal(truth, await chain.ReceiptAsync(signed.Hash, default));
        Assert.Equal(8, proxy.Tally.Faults.Values.Sum());
    }

    private async Task<T> LiedAsync<T>(NodeFaultKind kind, Func<ValueTask<T>> call)
    {
        proxy.Script = _ => new NodeFault(kind) { Blocks = 1 };
        var answer = await call();
        proxy.Script = static _ => null;
        return answer;
    }

    private SignedTransaction Signed()
    {
        var transaction = new Eip1559Transaction(
            Anvil.ChainId, 0, BigInteger.Pow(10, 9), 9 * BigInteger.Pow(10, 9), 21_000, Address, BigInteger.Zero, ReadOnlyMemory<byte>.Empty);
        var digest = transaction.SigningHash();
        return transaction.WithSignature(Secp256k1.ToRecoverable(key.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation), digest, Address));
    }
}
