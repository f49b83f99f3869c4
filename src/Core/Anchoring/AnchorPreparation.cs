using LearnCoin.Core.Keys;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>Makes the lane's next anchor, or gives the one under way: the only place where a nonce is taken for a root.</summary>
public sealed class AnchorPreparation(
    AnchorStore store, AnchorSigner signer, AnchorLanes lanes, AnchorPauses pauses, FeePolicy policy, TimeProvider time)
{
    public const string Prepare = "PrepareAnchor";

    /// <summary>Answer of <see cref="Prepare"/> when nothing can be anchored now: nothing waits, or the lane stands still.</summary>
    internal const string Nothing = "";

    // A short outage is sat out here; after a long one the lane is woken by the sweep.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private const int ReadAtOnce = 50;

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
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            string reason;
            try
            {
                return await TryAsync(lane, cancellationToken);
            }
            catch (ChainUnavailableException)
            {
                reason = PauseReasons.ChainUnavailable;
            }
            catch (KeyUnavailableException)
            {
                reason = PauseReasons.KeyUnavailable;
            }

            await pauses.PauseAsync(lane, reason, cancellationToken);
            if (time.GetElapsedTime(started) + pause > Patience)
            {
                return await RestAsync(lane, cancellationToken);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<string> TryAsync(string lane, CancellationToken cancellationToken)
    {
        await store.SettleAsync(lane, cancellationToken);
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

        return await OpenAsync(await lanes.OpenAsync(lane, cancellationToken), head, waiting, cancellationToken);
    }

    private async Task<string> OpenAsync(AnchorLane lane, LaneHead head, IReadOnlyList<WaitingRoot> waiting, CancellationToken cancellationToken)
    {
        var chain = lane.Network.Chain;
        await lane.Network.CheckChainAsync(cancellationToken);
        var market = await chain.FeesAsync(cancellationToken);
        if (policy.First(market) is not { } fee)
        {
            await pauses.PauseAsync(lane.Id, PauseReasons.FeeCeiling, cancellationToken);
            return await RestAsync(lane.Id, cancellationToken);
        }

        if (await chain.BalanceAsync(lane.Address, cancellationToken) < fee.MaxFee * AnchorEstimate.GasOfOne)
        {
            await pauses.PauseAsync(lane.Id, PauseReasons.Balance, cancellationToken);
            return await RestAsync(lane.Id, cancellationToken);
        }

        var roots = waiting.SelectMany(static root => root.Root).ToArray();
        var root = MerkleTree.Build(roots).Root.ToArray();
        // The node's count can lag behind ours, ours can be behind after the store was restored: the higher one is unused in both.
        var nonce = Math.Max(head.NextNonce, await chain.NonceAsync(lane.Address, "latest", cancellationToken));
        var anchor = new AnchorRecord(lane.Id, nonce, root, [await signer.SignAsync(lane, nonce, root, fee, cancellationToken)])
        {
            BatchRoots = roots,
            Batches = [.. waiting.Select(static waitingRoot => waitingRoot.Batch.Value)],
            Credentials = waiting.Sum(static waitingRoot => (long)waitingRoot.Credentials),
        };
        await store.OpenAsync(anchor, head, cancellationToken);
        await store.SettleAsync(lane.Id, cancellationToken);
        return new AnchorRef(lane.Id, nonce).ToString();
    }

    /// <summary>The lane ends or is woken, by a new root or by the sweep: whichever comes first tries again.</summary>
    private async Task<string> RestAsync(string lane, CancellationToken cancellationToken)
    {
        await store.ChangeHeadAsync(lane, static head => head.IsIdle ? null : head with { IsIdle = true }, cancellationToken);
        return Nothing;
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
