using LearnCoin.Core.Alerts;
using LearnCoin.Core.Telemetry;

namespace LearnCoin.Core.Anchoring;

/// <summary>Enters into the store what a verdict says of an anchor, and tells who must know.</summary>
public sealed class AnchorLedger(AnchorStore store, AnchoredBatches batches, AnchorLanes lanes, IAlerts alerts, AnchorMetrics metrics, TimeProvider time)
{
    /// <summary>Enters a state that was seen: <see cref="AnchorStep.Enter"/>, <see cref="AnchorStep.Reverted"/>, <see cref="AnchorStep.Displaced"/>,
    /// <see cref="AnchorStep.Reorged"/> or <see cref="AnchorStep.Fail"/>; any other step changes nothing.</summary>
    /// <returns>The anchor as it stands now.</returns>
    public Task<AnchorRecord> EnterAsync(AnchorRecord anchor, AnchorObservation seen, AnchorVerdict verdict, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        ArgumentNullException.ThrowIfNull(seen);
        return verdict.Step switch
        {
            AnchorStep.Enter => EnterMinedAsync(anchor, seen, verdict.State, cancellationToken),
            AnchorStep.Reverted => LoseAsync(Seen(anchor, seen, AnchorState.Reverted), anchor.State, "reverted", cancellationToken),
            AnchorStep.Displaced => LoseAsync(anchor with { State = AnchorState.Displaced }, anchor.State, "displaced", cancellationToken),
            AnchorStep.Reorged => ReorgAsync(anchor, cancellationToken),
            AnchorStep.Fail => FailAsync(anchor, cancellationToken),
            _ => Task.FromResult(anchor),
        };
    }

    /// <summary>Does again what a crash may have left undone.</summary>
    public async Task RepairAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        if (anchor.ToldReorgs < anchor.Reorgs)
        {
            await batches.TakeBackAsync(anchor, cancellationToken);
        }
        else if (anchor is { State: AnchorState.Failed, IsRequeued: false })
        {
            await RequeueAsync(anchor, cancellationToken);
        }
    }

    private async Task<AnchorRecord> EnterMinedAsync(AnchorRecord anchor, AnchorObservation seen, AnchorState state, CancellationToken cancellationToken)
    {
        if (state == AnchorState.Finalized && !await batches.TryFinalizeAsync(anchor, cancellationToken))
        {
            // Its batches are told that they are anchored first.
            state = AnchorState.Safe;
        }

        var next = Seen(anchor, seen, state);
        if (anchor.State.IsOpen())
        {
            var closed = await store.CloseAsync(next, time.GetUtcNow(), cancellationToken);
            metrics.Included(NetworkOf(next), next.IncludedAt!.Value - next.PreparedAt, next.GasUsed, next.Fee, next.Credentials > 0 ? (int)next.Credentials : null);
            return closed;
        }

        return next.State == anchor.State && next.Block == anchor.Block ? anchor
            : await store.UpdateAsync(next, cancellationToken);
    }

    /// <summary>Its nonce is used, its root stands nowhere: the lane goes on. The roots wait until that is final, lest they come twice.</summary>
    private async Task<AnchorRecord> LoseAsync(AnchorRecord lost, AnchorState before, string reason, CancellationToken cancellationToken)
    {
        var entered = before.IsOpen() ? await store.CloseAsync(lost, time.GetUtcNow(), cancellationToken) : await store.UpdateAsync(lost, cancellationToken);
        metrics.Failed(NetworkOf(lost), reason);
        Tell(AlertTypes.AnchorLost, lost, reason);
        return entered;
    }

    private async Task<AnchorRecord> ReorgAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        var isNews = anchor.State.IsAnchored();
        var reopened = await store.ReopenAsync(
            anchor with { State = AnchorState.Reorged, Block = null, Confirmations = 0, GasUsed = 0, Fee = 0, Reorgs = anchor.Reorgs + (isNews ? 1 : 0) }, cancellationToken);
        metrics.Reorged(NetworkOf(anchor), anchor.Confirmations);
        if (isNews)
        {
            Tell(AlertTypes.AnchorReorged, anchor, null);
            await batches.TakeBackAsync(reopened, cancellationToken);
            reopened = await store.GetAsync(anchor.Lane, anchor.Nonce, cancellationToken);
        }

        await lanes.WakeAsync(anchor.Lane, cancellationToken);
        return reopened;
    }

    private async Task<AnchorRecord> FailAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        var failed = await store.UpdateAsync(anchor with { State = AnchorState.Failed, EndedAt = time.GetUtcNow() }, cancellationToken);
        await RequeueAsync(failed, cancellationToken);
        return await store.GetAsync(anchor.Lane, anchor.Nonce, cancellationToken);
    }

    private async Task RequeueAsync(AnchorRecord failed, CancellationToken cancellationToken)
    {
        await store.RequeueAsync(failed, time.GetUtcNow(), cancellationToken);
        await lanes.WakeAsync(failed.Lane, cancellationToken);
    }

    private AnchorRecord Seen(AnchorRecord anchor, AnchorObservation seen, AnchorState state)
    {
        var (hash, receipt, canonical) = seen.Canonical!;
        var now = time.GetUtcNow();
        return anchor with
        {
            State = state,
            MinedHash = hash,
            Block = canonical!,
            Confirmations = seen.Head - receipt.BlockNumber + 1,
            GasUsed = receipt.GasUsed,
            Fee = (receipt.GasUsed * receipt.EffectiveGasPrice) + (receipt.L1Fee ?? 0),
            IncludedAt = anchor.IncludedAt ?? now,
            EndedAt = state == AnchorState.Finalized ? now : null,
        };
    }

    private AnchorNetwork NetworkOf(AnchorRecord anchor) => lanes.NetworkOf(anchor.Lane);

    private void Tell(string type, AnchorRecord anchor, string? reason) =>
        alerts.Raise(new Alert(type, time.GetUtcNow()) { Subject = new AnchorRef(anchor.Lane, anchor.Nonce).ToString(), Reason = reason });
}
