namespace LearnCoin.Core.Anchoring;

/// <summary>Watches anchors that are in blocks: until they are deep enough, and then, by the sweep, until they are final.</summary>
public sealed class AnchorFollower(AnchorStore store, AnchorLedger ledger, FeePolicy policy)
{
    /// <summary>One look at an anchor in a block, for its depth.</summary>
    public async Task<AnchorRecord> LookAsync(AnchorLane lane, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var seen = await AnchorLookout.SeeAsync(lane, anchor, cancellationToken);
        return await ledger.EnterAsync(anchor, seen, AnchorDecision.Decide(anchor, seen, lane.Network.Confirmations, policy), cancellationToken);
    }

    /// <summary>
    /// Looks at the anchors of a lane that are not final. Newest first: the account's nonces are mined in order, so where the newest still
    /// stands none below it is missing, and those are looked at only when they become safe or final.
    /// </summary>
    /// <exception cref="ChainUnavailableException">Not everything could be seen: the next sweep goes on.</exception>
    public async Task SweepAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var tracked = new List<AnchorRecord>();
        foreach (var anchor in await store.TrackedAsync(lane.Id, cancellationToken))
        {
            tracked.Add(await ledger.RepairAsync(anchor, cancellationToken));
        }

        tracked.RemoveAll(static anchor => anchor.State.IsOpen() || anchor.State.IsFinal());
        if (tracked.Count == 0)
        {
            return;
        }

        await lane.Network.CheckChainAsync(cancellationToken);
        var heads = await AnchorLookout.HeadsAsync(lane.Network.Chain, cancellationToken);
        await store.ChangeHeadAsync(lane.Id, head => head.SeenBlock >= heads.Latest ? null : head with { SeenBlock = heads.Latest }, cancellationToken);
        var stands = false;
        foreach (var anchor in Enumerable.Reverse(tracked))
        {
            if (!stands || IsDue(anchor, heads))
            {
                var seen = await AnchorLookout.SeeWithFinalityAsync(lane, anchor, heads, cancellationToken);
                var now = await ledger.EnterAsync(anchor, seen, AnchorDecision.Decide(anchor, seen, lane.Network.Confirmations, policy), cancellationToken);
                stands |= now.State.IsMined() && seen.Canonical is not null;
            }
        }
    }

    private static bool IsDue(AnchorRecord anchor, FinalHeads heads) =>
        !anchor.State.IsMined()
        || anchor.Block!.Number <= heads.Finalized
        || (anchor.State < AnchorState.Safe && anchor.Block.Number <= heads.Safe);
}
