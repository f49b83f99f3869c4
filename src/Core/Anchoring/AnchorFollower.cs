using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Anchoring;

/// <summary>Watches anchors that are in blocks: until they are deep enough, and then, by the sweep, until they are final.</summary>
public sealed class AnchorFollower(AnchorStore store, AnchorLedger ledger, FeePolicy policy)
{
    /// <summary>One look at an anchor in a block, for its depth.</summary>
    public async Task<AnchorRecord> LookAsync(AnchorLane lane, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return await EnterAsync(lane, anchor, await AnchorLookout.SeeAsync(lane, anchor, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Looks at the anchors of a lane that are not final. Where the newest block of the sweep before is still canonical, no reorg has come
    /// since to what was seen below it, and that is looked at only when it becomes safe or final.
    /// </summary>
    /// <exception cref="ChainUnavailableException">Not everything could be seen: the next sweep goes on.</exception>
    public async Task SweepAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var tracked = await store.TrackedAsync(lane.Id, cancellationToken);
        foreach (var anchor in tracked)
        {
            await ledger.RepairAsync(anchor, cancellationToken);
        }

        if (!tracked.Any(IsWatched))
        {
            return;
        }

        await lane.Network.CheckChainAsync(cancellationToken);
        var heads = await AnchorLookout.HeadsAsync(lane.Network.Chain, cancellationToken);
        var standing = await StandingBlockAsync(lane, cancellationToken);
        var isWhole = true;
        // Listed after the heads were read: what is entered later was seen in this chain.
        tracked = await store.TrackedAsync(lane.Id, cancellationToken);
        foreach (var anchor in tracked.Reverse().Where(anchor => IsWatched(anchor) && IsDue(anchor, heads, standing)))
        {
            isWhole &= await TryEnterAsync(lane, anchor, heads, cancellationToken);
        }

        if (isWhole)
        {
            await store.ChangeHeadAsync(
                lane.Id, head => head.SeenHash == heads.Latest.Hash ? null : head with { SeenBlock = heads.Latest.Number, SeenHash = heads.Latest.Hash }, cancellationToken);
        }
    }

    /// <summary>Height up to which the chain is the one that the last whole sweep saw.</summary>
    private async Task<long?> StandingBlockAsync(AnchorLane lane, CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(lane.Id, cancellationToken);
        return head is { SeenBlock: { } height, SeenHash: { } hash }
            && (await lane.Network.Chain.BlockAsync(AnchorLookout.Tag(height), cancellationToken))?.Hash == hash ? height : null;
    }

    /// <returns>False when another step had the anchor meanwhile: the next sweep looks at it again, and this one goes on.</returns>
    private async Task<bool> TryEnterAsync(AnchorLane lane, AnchorRecord anchor, FinalHeads heads, CancellationToken cancellationToken)
    {
        var seen = await AnchorLookout.SeeWithFinalityAsync(lane, anchor, heads, cancellationToken);
        try
        {
            await EnterAsync(lane, anchor, seen, cancellationToken);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }

    private Task<AnchorRecord> EnterAsync(AnchorLane lane, AnchorRecord anchor, AnchorObservation seen, CancellationToken cancellationToken) =>
        ledger.EnterAsync(anchor, seen, AnchorDecision.Decide(anchor, seen, lane.Network.Confirmations, policy), cancellationToken);

    // The open ones are the lane's.
    private static bool IsWatched(AnchorRecord anchor) => !anchor.State.IsOpen() && !anchor.State.IsFinal();

    private static bool IsDue(AnchorRecord anchor, FinalHeads heads, long? standing) =>
        !anchor.State.IsMined()
        || standing is null
        || anchor.Block!.Number > standing
        || anchor.Block.Number <= heads.Finalized
        || (anchor.State < AnchorState.Safe && anchor.Block.Number <= heads.Safe);
}
