using System.Numerics;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>Makes the lane's next anchor, or gives the one under way: the only place where a nonce is taken and a transaction signed.</summary>
public sealed class AnchorPreparation(AnchorStore store, AnchorKeys anchorKeys, IKeys keys, AnchorLanes lanes, TimeProvider time)
{
    public const string Prepare = "PrepareAnchor";

    /// <summary>Answer of <see cref="Prepare"/> when nothing waits.</summary>
    internal const string Nothing = "";

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog.Add(Prepare, (ActivityBody)PrepareAsync);
    }

    /// <summary>Gives the lane's open anchor, or makes one of the waiting roots: nonce, fees, signature, stored whole before anything is sent.</summary>
    /// <returns>Key of the anchor, or <see cref="Nothing"/>.</returns>
    private async Task<string> PrepareAsync(string lane, CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(lane, cancellationToken);
        if (head.OpenNonce is { } open)
        {
            return new AnchorRef(lane, open).ToString();
        }

        var waiting = await NewRootsAsync(lane, cancellationToken);
        if (waiting.Count == 0)
        {
            // Sleep, then look again: a root added in between either is seen now or finds the lane asleep and wakes it.
            await store.SleepAsync(lane, cancellationToken);
            head = await store.HeadAsync(lane, cancellationToken);
            if (head.OpenNonce is { } opened)
            {
                return new AnchorRef(lane, opened).ToString();
            }

            waiting = await NewRootsAsync(lane, cancellationToken);
            if (waiting.Count == 0)
            {
                return Nothing;
            }
        }

        return await OpenAsync(lane, head, waiting, cancellationToken);
    }

    private async Task<string> OpenAsync(string lane, LaneHead head, IReadOnlyList<WaitingRoot> waiting, CancellationToken cancellationToken)
    {
        var network = lanes.NetworkOf(lane);
        await network.CheckChainAsync(cancellationToken);
        var key = await anchorKeys.EnsureAsync(network.KeyName, cancellationToken);
        var roots = waiting.SelectMany(static root => root.Root).ToArray();
        var root = MerkleTree.Build(roots).Root.ToArray();
        // The node's count can lag behind ours, ours can be behind after the store was restored: the higher one is unused in both.
        var nonce = Math.Max(head.NextNonce, await network.Chain.NonceAsync(key.Address, "latest", cancellationToken));
        var signed = await SignAsync(network, key, nonce, root, cancellationToken);
        var anchor = new AnchorRecord(lane, nonce, root, signed.Raw.ToArray(), signed.Hash, time.GetUtcNow())
        {
            BatchRoots = roots,
            Batches = [.. waiting.Select(static waitingRoot => waitingRoot.Batch.Value)],
        };
        await store.OpenAsync(anchor, head, waiting, cancellationToken);
        return new AnchorRef(lane, nonce).ToString();
    }

    private async Task<SignedTransaction> SignAsync(AnchorNetwork network, AnchorKey key, long nonce, byte[] root, CancellationToken cancellationToken)
    {
        var fees = await network.Chain.FeesAsync(cancellationToken);
        var transaction = new Eip1559Transaction(
            network.ChainId,
            nonce,
            fees.Tip,
            // Twice the base fee lasts six full blocks of the steepest rise (EIP-1559: at most +12.5 % a block).
            (2 * fees.BaseFee) + fees.Tip,
            IntrinsicGas.Of(root),
            key.Address,
            BigInteger.Zero,
            root);
        var digest = transaction.SigningHash();
        var signature = await keys.SignDigestAsync(network.KeyName, digest, cancellationToken);
        return transaction.WithSignature(Secp256k1.ToRecoverable(signature, digest, key.Address));
    }

    /// <summary>Waiting roots, without those that an anchor has already: a repeated enqueue may have come late.</summary>
    private async Task<IReadOnlyList<WaitingRoot>> NewRootsAsync(string lane, CancellationToken cancellationToken)
    {
        var fresh = new List<WaitingRoot>();
        await foreach (var root in store.WaitingAsync(lane, cancellationToken))
        {
            if (await store.FindByBatchAsync(lane, root.Batch, cancellationToken) is not null)
            {
                await store.ForgetWaitingAsync(lane, root, cancellationToken);
                continue;
            }

            fresh.Add(root);
            if (fresh.Count == AnchorStore.MaxRoots)
            {
                break;
            }
        }

        return fresh;
    }
}
