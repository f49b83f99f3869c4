using LearnCoin.Core.Keys;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>Makes the lane's next anchor, or gives the one under way: the only place where a nonce is taken for a root.</summary>
public sealed class AnchorPreparation(
    AnchorStore store, AnchorSigner signer, AnchorLanes lanes, AnchorPauses pauses, FeePolicy policy, AnchorMetrics metrics, TimeProvider time)
{
    public const string Prepare = "PrepareAnchor";

    /// <summary>Answer of <see cref="Prepare"/> when nothing can be anchored now: nothing waits, or the lane stands still.</summary>
    internal const string Nothing = "";

    // A short outage is sat out here; after a long one the lane is woken by the sweep.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int ReadAtOnce = 50;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog.Add(Prepare, (ActivityBody)PrepareAsync);
    }

    /// <summary>Gives the lane's open anchor, or makes one of the waiting roots: nonce, fees, signature, stored whole before anything is sent.</summary>
    /// <returns>Key of the anchor, or <see cref="Nothing"/>.</returns>
    private async Task<string> PrepareAsync(string lane, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var wait = TimeSpan.FromSeconds(1); ; wait *= 2)
        {
            var (reference, pause) = await TryAsync(lane, cancellationToken);
            if (pause is null)
            {
                return reference;
            }

            await pauses.PauseAsync(lane, pause, cancellationToken);
            if (time.GetElapsedTime(started) + wait > Patience)
            {
                // The lane ends or is woken, by a batch that waits or by the sweep: whichever comes first tries again.
                await store.ChangeHeadAsync(lane, static head => head.IsIdle ? null : head with { IsIdle = true }, cancellationToken);
                return Nothing;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <returns>Key of the anchor or <see cref="Nothing"/>, or why the lane stands still.</returns>
    private async Task<(string Reference, string? Pause)> TryAsync(string lane, CancellationToken cancellationToken)
    {
        try
        {
            return await FindOrOpenAsync(lane, cancellationToken);
        }
        catch (ChainUnavailableException)
        {
            return (Nothing, PauseReasons.ChainUnavailable);
        }
        catch (KeyUnavailableException)
        {
            return (Nothing, PauseReasons.KeyUnavailable);
        }
    }

    private async Task<(string Reference, string? Pause)> FindOrOpenAsync(string lane, CancellationToken cancellationToken)
    {
        await store.SettleAsync(lane, cancellationToken);
        var head = await store.HeadAsync(lane, cancellationToken);
        if (head.OpenNonce is { } open)
        {
            return (new AnchorRef(lane, open).ToString(), null);
        }

        var waiting = await NewRootsAsync(lane, cancellationToken);
        if (waiting.Count == 0)
        {
            // Sleep, then look again: a root added in between either is seen now or finds the lane asleep and wakes it.
            await store.SleepAsync(lane, cancellationToken);
            head = await store.HeadAsync(lane, cancellationToken);
            if (head.OpenNonce is { } opened)
            {
                return (new AnchorRef(lane, opened).ToString(), null);
            }

            waiting = await NewRootsAsync(lane, cancellationToken);
            if (waiting.Count == 0)
            {
                return (Nothing, null);
            }
        }

        return await OpenAsync(await lanes.OpenAsync(lane, cancellationToken), head, waiting, cancellationToken);
    }

    private async Task<(string Reference, string? Pause)> OpenAsync(AnchorLane lane, LaneHead head, IReadOnlyList<WaitingRoot> waiting, CancellationToken cancellationToken)
    {
        var chain = lane.Network.Chain;
        await lane.Network.CheckChainAsync(cancellationToken);
        var market = await chain.FeesAsync(cancellationToken);
        if (policy.First(market) is not { } fee)
        {
            return (Nothing, PauseReasons.FeeCeiling);
        }

        var roots = waiting.SelectMany(static root => root.Root).ToArray();
        var root = MerkleTree.Build(roots).Root.ToArray();
        var (commitment, call) = await AnchorCall.ChooseAsync(lane, root, waiting.Any(static waitingRoot => waitingRoot.IsCalldata), cancellationToken);
        if (await chain.BalanceAsync(lane.Address, cancellationToken) < fee.MaxFee * Math.Max(AnchorEstimate.GasOfOne, call.GasLimit))
        {
            return (Nothing, PauseReasons.Balance);
        }

        var nonce = await NonceAsync(lane, head.NextNonce, cancellationToken);
        var anchor = new AnchorRecord(lane.Id, nonce, root, [await signer.SignAsync(lane, nonce, call, fee, cancellationToken)])
        {
            BatchRoots = roots,
            Batches = [.. waiting.Select(static waitingRoot => waitingRoot.Batch.Value)],
            Commitment = commitment,
            Credentials = waiting.Sum(static waitingRoot => (long)waitingRoot.Credentials),
        };
        await store.OpenAsync(anchor, head, cancellationToken);
        metrics.Prepared(lane.Network);
        await store.SettleAsync(lane.Id, cancellationToken);
        return (new AnchorRef(lane.Id, nonce).ToString(), null);
    }

    /// <summary>
    /// The next nonce: ours, or the chain's where that is higher (the account was used before, or our store is an older copy). A node that is
    /// wrong about it would have us sign where no block can reach, so the chain's counts only when several looks agree.
    /// </summary>
    private async Task<long> NonceAsync(AnchorLane lane, long ours, CancellationToken cancellationToken)
    {
        var chains = await lane.Network.Chain.NonceAsync(lane.Address, "latest", cancellationToken);
        for (var looks = 1; chains > ours && looks < AnchorDecision.LooksNeeded; looks++)
        {
            await Task.Delay(BetweenLooks, time, cancellationToken);
            var again = await lane.Network.Chain.NonceAsync(lane.Address, "latest", cancellationToken);
            if (again != chains && again > ours)
            {
                throw new ChainUnavailableException("The account's number of transactions is told differently from look to look");
            }

            chains = again;
        }

        return Math.Max(ours, chains);
    }

    /// <summary>Waiting roots, without those that an anchor has already: a repeated enqueue may have come late.</summary>
    private async Task<IReadOnlyList<WaitingRoot>> NewRootsAsync(string lane, CancellationToken cancellationToken)
    {
        var fresh = new List<WaitingRoot>();
        await foreach (var roots in store.WaitingAsync(lane, cancellationToken).Chunk(ReadAtOnce))
        {
            var isTaken = await Task.WhenAll(roots.Select(root => store.IsTakenAsync(lane, root.Batch, cancellationToken)));
            foreach (var (root, taken) in roots.Zip(isTaken))
            {
                if (taken)
                {
                    await store.ForgetWaitingAsync(lane, root, cancellationToken);
                }
                else if (fresh.Count < AnchorStore.MaxRoots)
                {
                    fresh.Add(root);
                }
            }

            if (fresh.Count == AnchorStore.MaxRoots)
            {
                break;
            }
        }

        return fresh;
    }
}
