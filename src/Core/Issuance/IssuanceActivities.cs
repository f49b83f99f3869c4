using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Events;
using LearnCoin.Core.JsonLd;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Merkle;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Issuance;

/// <summary>The I/O of <see cref="IssueBatchWorkflow"/>. Each may run twice and then changes nothing more.</summary>
public sealed class IssuanceActivities(
    BatchStore batches, BatchSigner signer, SigningOutages outages, MonthlyQuota quota, AnchorStore anchors, AnchorLanes lanes, AnchorAccounts accounts, AnchoredBatches anchored, AnchorNetworks networks, Outbox outbox, ClaimMails claimMails, TimeProvider time, IAlerts alerts, BatchMetrics metrics)
{
    public const string SignBatch = "SignBatch";
    public const string BuildTree = "BuildTree";
    public const string EnqueueRoot = "EnqueueRoot";
    public const string MarkAnchored = "MarkAnchored";
    public const string FailBatch = "FailBatch";

    public const string Done = "done";

    private const string Waiting = "waiting";

    public void Register(WorkflowCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        catalog
            .Add(IssueBatchWorkflow.Name, (WorkflowBody)IssueBatchWorkflow.RunAsync)
            .Add(SignBatch, (ActivityBody)SignAsync)
            .Add(BuildTree, (ActivityBody)BuildTreeAsync)
            .Add(EnqueueRoot, (ActivityBody)EnqueueAsync)
            .Add(MarkAnchored, (ActivityBody)MarkAnchoredAsync)
            .Add(FailBatch, (ActivityBody)FailAsync);
    }

    private async Task<string> SignAsync(string input, CancellationToken cancellationToken)
    {
        var batch = await batches.GetAsync(new BatchId(input), cancellationToken);
        await outbox.PublishAsync(OutboxPlace.Of(batch.Id), cancellationToken);
        if (batch.Status != BatchStatus.Pending)
        {
            return batch.Status == BatchStatus.Failed ? "failed" : Done;
        }

        try
        {
            await signer.SignAsync(batch, cancellationToken);
            await outages.ClearAsync(batch.Tenant, cancellationToken);
            return Done;
        }
        catch (KeyUnavailableException exception)
        {
            // Accepted is accepted: this batch waits. The intake stops taking more when it lasts.
            await outages.NoteAsync(batch.Tenant, exception.Problem, cancellationToken);
            throw;
        }
        catch (Exception exception) when (exception is JsonLdException or RdfcWorkLimitException)
        {
            // The same documents passed these checks when they were accepted: only a changed deployment can bring us here, and no retry helps.
            return "refused";
        }
    }

    private async Task<string> BuildTreeAsync(string input, CancellationToken cancellationToken)
    {
        var id = new BatchId(input);
        var waiting = await batches.GetAsync(id, cancellationToken);
        if (waiting.Status == BatchStatus.Pending && await signer.IsCompromisedAsync(waiting, cancellationToken))
        {
            // The last moment at which nobody has seen its documents.
            await signer.SignAsync(waiting, cancellationToken);
        }

        var leaves = await batches.LeavesAsync(id, cancellationToken);
        var root = MerkleTree.Build(leaves).Root.ToArray();
        await batches.ChangeAsync(
            id,
            batch => batch.Status == BatchStatus.Pending
                ? batch with { Status = BatchStatus.Signed, Root = root, SignedAt = time.GetUtcNow() }
                : null,
            _ => new DomainEvent(EventTypes.BatchSigned, id.Value, 0, time.GetUtcNow()),
            cancellationToken);
        await outbox.PublishAsync(OutboxPlace.Of(id), cancellationToken);
        return Done;
    }

    private async Task<string> EnqueueAsync(string input, CancellationToken cancellationToken)
    {
        var batch = await batches.GetAsync(new BatchId(input), cancellationToken);
        var lane = await LaneAsync(batch, cancellationToken);
        var root = batch.Root ?? throw new InvalidDataException($"Batch {batch.Id} has no root");
        await anchors.EnqueueAsync(lane, batch.Id, root, batch.Count, time.GetUtcNow(), cancellationToken);
        await lanes.WakeAsync(lane, cancellationToken);
        return Done;
    }

    /// <summary>The batch's lane, chosen once: were it chosen again after a change of settings, the root could be anchored by two.</summary>
    private async Task<string> LaneAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (batch.Lane is { } chosen)
        {
            return chosen;
        }

        var network = networks.Get(batch.Environment);
        // A batch of before lanes were noted may be on its way already.
        var lane = await lanes.FindIdAsync(network, cancellationToken) is { } shared && await anchors.IsKnownAsync(shared, batch.Id, cancellationToken)
            ? shared
            : await accounts.LaneForAsync(network, batch, cancellationToken);
        return (await batches.ChangeAsync(batch.Id, current => current.Lane is null ? current with { Lane = lane } : null, cancellationToken)).Lane!;
    }

    /// <returns><see cref="Done"/> when the batch is anchored, else <c>waiting</c>.</returns>
    private async Task<string> MarkAnchoredAsync(string input, CancellationToken cancellationToken)
    {
        var id = new BatchId(input);
        var batch = await batches.GetAsync(id, cancellationToken);
        if (batch.Anchor is { } marks && await anchors.GetAsync(marks.Lane, marks.Nonce, cancellationToken) is { } told && marks.Reorgs < told.Reorgs)
        {
            // Marked by a run of this step that died before it looked again.
            batch = await anchored.TakeBackAsync(id, told, cancellationToken);
        }

        if (batch.Lane is not { } lane || await anchors.FindByBatchAsync(lane, id, cancellationToken) is not { } anchor || !anchor.State.IsAnchored())
        {
            return Waiting;
        }

        var link = LinkOf(batch, anchor);
        var isFirst = false;
        var marked = await batches.ChangeAsync(
            id,
            current => (isFirst = current.Status == BatchStatus.Signed)
                ? current with { Status = BatchStatus.Anchored, Anchor = link, AnchoredAt = time.GetUtcNow() }
                : null,
            current => new DomainEvent(EventTypes.BatchAnchored, id.Value, current.Reorgs, time.GetUtcNow()),
            cancellationToken);
        if (isFirst)
        {
            metrics.Anchored(marked);
        }

        await outbox.PublishAsync(OutboxPlace.Of(id), cancellationToken);

        // A reorg may have come between the look and the mark: then whoever took the batches back has passed this one by.
        anchor = await anchors.GetAsync(lane, anchor.Nonce, cancellationToken);
        if (marked.Anchor?.Reorgs < anchor.Reorgs && (await anchored.TakeBackAsync(id, anchor, cancellationToken)).Status != BatchStatus.Anchored)
        {
            return Waiting;
        }

        await claimMails.QueueAsync(marked, cancellationToken);
        await quota.SettleAsync(batch.Tenant, batch.Environment, id, cancellationToken);
        await batches.ExternalIds.ForgetManifestAsync(batch, cancellationToken);
        await batches.CloseAsync(id, cancellationToken);
        batch = await batches.GetAsync(id, cancellationToken);
        if (batch.Status != BatchStatus.Anchored)
        {
            // A reorg since: its batch was opened before it was closed here, and this workflow was taken for one that goes on.
            await batches.OpenAsync(batch, time.GetUtcNow(), cancellationToken);
            return Waiting;
        }

        return Done;
    }

    private static BatchAnchor LinkOf(Batch batch, AnchorRecord anchor)
    {
        var path = MerkleTree.Build(anchor.BatchRoots).Path(anchor.Batches.ToList().IndexOf(batch.Id.Value));
        // Checked before it is published: a path that does not lead to the root would make every credential of the batch unverifiable.
        if (!path.Apply(batch.Root).AsSpan().SequenceEqual(anchor.Root))
        {
            throw new InvalidDataException($"The path of batch {batch.Id} does not lead to the anchored root");
        }

        var chainId = AnchorLanes.ChainIdOf(anchor.Lane);
        return new BatchAnchor(anchor.Lane, anchor.Nonce, chainId, anchor.Hash, anchor.Root, path.Packed.ToArray()) { Reorgs = anchor.Reorgs };
    }

    private async Task<string> FailAsync(string input, CancellationToken cancellationToken)
    {
        var batch = await batches.ChangeAsync(
            new BatchId(input),
            current => current.Status == BatchStatus.Pending
                ? current with
                {
                    Status = BatchStatus.Failed,
                    Error = "The credentials cannot be signed by this deployment any more. They were taken off the month's quota again: send the batch anew.",
                    ErrorCode = ErrorCode.InternalError.Name,
                }
                : null,
            current => new DomainEvent(EventTypes.BatchFailed, current.Id.Value, 0, time.GetUtcNow()),
            cancellationToken);
        await outbox.PublishAsync(OutboxPlace.Of(batch.Id), cancellationToken);
        await quota.ReturnAsync(batch.Tenant, batch.Environment, batch.Id, cancellationToken);
        await batches.ForgetFailedAsync(batch, cancellationToken);
        metrics.Failed(batch);
        // Before the step that ends the sweeps' interest: a crash in between tells twice rather than never.
        alerts.Raise(new Alert(AlertTypes.BatchFailed, time.GetUtcNow()) { Subject = batch.Id.Value });
        await batches.CloseAsync(batch.Id, cancellationToken);
        return "failed";
    }
}
