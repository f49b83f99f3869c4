using LearnCoin.Core.Alerts;
using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Batches;
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
    BatchStore batches, BatchSigner signer, SigningOutages outages, MonthlyQuota quota, AnchorStore anchors, AnchorLanes lanes, AnchorNetworks networks, TimeProvider time, IAlerts alerts, BatchMetrics metrics)
{
    public const string SignBatch = "SignBatch";
    public const string BuildTree = "BuildTree";
    public const string EnqueueRoot = "EnqueueRoot";
    public const string MarkAnchored = "MarkAnchored";
    public const string FailBatch = "FailBatch";

    public const string Done = "done";

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
            cancellationToken);
        return Done;
    }

    private async Task<string> EnqueueAsync(string input, CancellationToken cancellationToken)
    {
        var batch = await batches.GetAsync(new BatchId(input), cancellationToken);
        var lane = await lanes.IdAsync(networks.Get(batch.Environment), cancellationToken);
        var root = batch.Root ?? throw new InvalidDataException($"Batch {batch.Id} has no root");
        await anchors.EnqueueAsync(lane, batch.Id, root, time.GetUtcNow(), cancellationToken);
        await lanes.WakeAsync(lane, cancellationToken);
        return Done;
    }

    /// <returns><see cref="Done"/> when the batch is anchored, else <c>waiting</c>.</returns>
    private async Task<string> MarkAnchoredAsync(string input, CancellationToken cancellationToken)
    {
        var id = new BatchId(input);
        var batch = await batches.GetAsync(id, cancellationToken);
        var network = networks.Get(batch.Environment);
        var lane = await lanes.IdAsync(network, cancellationToken);
        var anchor = await anchors.FindByBatchAsync(lane, id, cancellationToken);
        if (anchor?.State != AnchorState.Confirmed)
        {
            return "waiting";
        }

        var index = anchor.Batches.ToList().IndexOf(id.Value);
        var path = MerkleTree.Build(anchor.BatchRoots).Path(index);
        // Checked before it is published: a path that does not lead to the root would make every credential of the batch unverifiable.
        if (!path.Apply(batch.Root).AsSpan().SequenceEqual(anchor.Root))
        {
            throw new InvalidDataException($"The path of batch {id} does not lead to the anchored root");
        }

        var link = new BatchAnchor(lane, anchor.Nonce, network.ChainId, anchor.Hash, anchor.Root, path.Packed.ToArray());
        var isFirst = false;
        var anchored = await batches.ChangeAsync(
            id,
            current => (isFirst = current.Status == BatchStatus.Signed)
                ? current with { Status = BatchStatus.Anchored, Anchor = link, AnchoredAt = time.GetUtcNow() }
                : null,
            cancellationToken);
        if (isFirst)
        {
            metrics.Anchored(anchored);
        }

        await quota.SettleAsync(batch.Tenant, batch.Environment, id, cancellationToken);
        await batches.ExternalIds.ForgetManifestAsync(batch, cancellationToken);
        await batches.CloseAsync(id, cancellationToken);
        return Done;
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
            cancellationToken);
        await quota.ReturnAsync(batch.Tenant, batch.Environment, batch.Id, cancellationToken);
        await batches.ForgetFailedAsync(batch, cancellationToken);
        metrics.Failed(batch);
        // Before the step that ends the sweeps' interest: a crash in between tells twice rather than never.
        alerts.Raise(new Alert(AlertTypes.BatchFailed, time.GetUtcNow()) { Subject = batch.Id.Value });
        await batches.CloseAsync(batch.Id, cancellationToken);
        return "failed";
    }
}
