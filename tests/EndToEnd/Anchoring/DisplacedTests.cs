using System.Numerics;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.EndToEnd.Campaign;
using LearnCoin.EndToEnd.Faults;
using LearnCoin.Local.Keys;

namespace LearnCoin.EndToEnd.Anchoring;

/// <summary>Somebody else uses the anchor account's key, as a second deployment or an operator's wallet would.</summary>
public sealed class DisplacedTests(HandMinedFixture anvil) : IClassFixture<HandMinedFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_root_whose_nonce_another_transaction_took_gets_a_nonce_of_its_own_once_that_is_final(bool afterAnchored)
    {
        await using var rig = await Rig.StartAsync(anvil.Node);
        await rig.StartHostAsync();
        rig.Chain.IsMining = false;
        var batch = await rig.AcceptAsync();
        await rig.UntilAsync("it is sent", Patience, () => Task.FromResult(rig.Proxy.Tally.Sent.Count > 0));
        if (afterAnchored)
        {
            await rig.Chain.MineAsync();
            await rig.UntilAnchoredAsync(batch);
            await rig.Chain.ReorgAsync(1, [await ForeignAsync(rig, 0)]);
        }
        else
        {
            await rig.Chain.DropAllAsync();
            await rig.Chain.CallAsync(NodeCall.Send, "0x" + Convert.ToHexStringLower(await ForeignAsync(rig, 0)));
            await rig.Chain.MineAsync();
        }

        rig.Chain.IsMining = true;
        await rig.UntilAsync("it is final", Patience, async () =>
            (await rig.Observer.Core.Batches.EventsAsync(batch, CancellationToken.None)).Any(static told => told.Type == EventTypes.BatchFinalized));
        await rig.UntilAtRestAsync();
        await rig.UntilAnchoredAsync(batch);

        var history = await History.CheckAsync(rig);
        Assert.Equal(2, history.Transactions);
        Assert.Equal(1, (await rig.BatchAsync(batch)).Anchor!.Nonce);
        var lost = await rig.Observer.Core.Anchors.GetAsync(await rig.LaneAsync(), 0, CancellationToken.None);
        Assert.Equal(AnchorState.Failed, lost.State);
    }

    /// <summary>A transaction of the account that the service knows nothing of.</summary>
    private static async Task<byte[]> ForeignAsync(Rig rig, long nonce)
    {
        using var keys = new FileKeys(rig.KeyFolder, null, SystemEntropy.Instance);
        var transaction = new Eip1559Transaction(
            Parts.Anvil.ChainId, nonce, 3 * BigInteger.Pow(10, 9), 9 * BigInteger.Pow(10, 9), 21_000, rig.Account, BigInteger.Zero, ReadOnlyMemory<byte>.Empty);
        var digest = transaction.SigningHash();
        var signature = await keys.SignDigestAsync("anchor-test", digest, CancellationToken.None);
        var signed = transaction.WithSignature(Secp256k1.ToRecoverable(signature, digest, rig.Account));
        rig.Foreign.Add(signed.Hash);
        return signed.Raw.ToArray();
    }
}
