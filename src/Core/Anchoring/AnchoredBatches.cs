using LearnCoin.Core.Batches;
using LearnCoin.Core.Events;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Anchoring;

/// <summary>Brings to the batches of an anchor what happens to it after they were anchored. Each step may run twice.</summary>
public sealed class AnchoredBatches(BatchStore batches, AnchorStore store, Outbox outbox, IWorkflows workflows, TimeProvider time)
{
    /// <summary>After a reorg: each batch that was anchored in the lost block is signed again, and its workflow waits for the anchor again.</summary>
    public async Task TakeBackAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        foreach (var batch in anchor.Batches)
        {
            await TakeBackAsync(new BatchId(batch), anchor, cancellationToken);
        }

        await store.UpdateAsync(anchor with { ToldReorgs = anchor.Reorgs }, cancellationToken);
    }

    /// <summary>One batch of the above.</summary>
    /// <returns>The batch as it stands now.</returns>
    public async Task<Batch> TakeBackAsync(BatchId id, AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var now = time.GetUtcNow();
        // Before the change: a crash in between leaves a batch that the sweep closes again, not one that nobody looks after.
        var before = await batches.GetAsync(id, cancellationToken);
        if (before.Status != BatchStatus.Failed)
        {
            await batches.OpenAsync(before, now, cancellationToken);
        }

        var batch = await batches.ChangeAsync(
            id,
            current => IsLost(current, anchor) ? current with { Status = BatchStatus.Signed, Anchor = null, AnchoredAt = null, Reorgs = current.Reorgs + 1 } : null,
            // The batch's own count: it may be taken back from one anchor and then from another.
            current => new DomainEvent(EventTypes.BatchReorged, id.Value, current.Reorgs + 1, now),
            cancellationToken);
        await outbox.PublishAsync(OutboxPlace.Of(id), cancellationToken);
        if (batch.Status == BatchStatus.Signed)
        {
            // Again: the step that marks a batch closes it, and may have been between the two while this one was.
            await batches.OpenAsync(batch, now, cancellationToken);
            await workflows.StartAsync(IssueBatchWorkflow.Name, id.Value, id.Value, cancellationToken);
        }

        return batch;
    }

    /// <summary>The anchor's block is final: tells it of each batch.</summary>
    /// <returns>False when a batch is not marked as anchored yet: its workflow is started or nudged, and this is to be tried again later.</returns>
    public async Task<bool> TryFinalizeAsync(AnchorRecord anchor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var isWhole = true;
        foreach (var id in anchor.Batches.Select(static batch => new BatchId(batch)))
        {
            var batch = await batches.GetAsync(id, cancellationToken);
            if (batch.Status == BatchStatus.Anchored && batch.Anchor!.Nonce == anchor.Nonce && batch.Anchor.Reorgs == anchor.Reorgs)
            {
                await batches.TellAsync(id, new DomainEvent(EventTypes.BatchFinalized, id.Value, 0, time.GetUtcNow()), cancellationToken);
                await outbox.PublishAsync(OutboxPlace.Of(id), cancellationToken);
            }
            else
            {
                // Should nobody look after it any more, this is the last who can know.
                isWhole = false;
                await TakeBackAsync(id, anchor, cancellationToken);
                await workflows.RaiseEventAsync(id.Value, AnchorActivities.AnchoredEvent, "", cancellationToken);
            }
        }

        return isWhole;
    }

    private static bool IsLost(Batch batch, AnchorRecord anchor) => batch.Status == BatchStatus.Anchored
        && batch.Anchor is { } link
        && link.Lane == anchor.Lane
        && link.Nonce == anchor.Nonce
        && link.Reorgs < anchor.Reorgs;
}
