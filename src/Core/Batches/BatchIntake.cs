using LearnCoin.Core.Anchoring;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Issuance;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.StatusLists;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;
using LearnCoin.Core.Workflows;

namespace LearnCoin.Core.Batches;

/// <summary>Who sends a batch: the tenant and the environment of its key.</summary>
public sealed record BatchSender(Tenant Tenant, TenantEnvironment Environment);

/// <summary>
/// Takes a batch in: everything is checked first, then stored, then answered; what was answered with 202 survives a crash at any point
/// (architecture.md, "The way of a batch", step 1).
/// </summary>
public sealed class BatchIntake(
    BatchStore batches,
    IdempotentCalls calls,
    MonthlyQuota quota,
    IntakeGate gate,
    AnchorNetworks networks,
    PublicUrls urls,
    StatusForm statusForm,
    OriginGuard origin,
    IWorkflows workflows,
    LearnCoinOptions options,
    TimeProvider time,
    BatchMetrics metrics)
{
    private const string Operation = "POST /v1/batches";
    private const int Accepted = 202;

    // Half of what a sweep waits before it takes a batch without its row for dead.
    private static readonly TimeSpan CommitTime = Sweeps.RequestTime / 2;

    private readonly ReservedIds reserved = new([urls.Did], urls.PublicOrigin);

    /// <summary>Stores the batch and starts its workflow.</summary>
    /// <param name="sender">Whose batch it is.</param>
    /// <param name="idempotencyKey">The key as <see cref="IdempotencyStore.TryReadKey"/> gives it, or null.</param>
    /// <param name="body">The request body, UTF-8.</param>
    /// <param name="answer">Makes the body of the 202.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is resumed by a retry under the same key.</param>
    public async Task<Result<IdempotentAnswer>> AcceptAsync(
        BatchSender sender, string? idempotencyKey, ReadOnlyMemory<byte> body, Func<Batch, byte[]> answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(answer);
        var scope = idempotencyKey is null ? null : new IdempotencyScope(sender.Tenant.Id, sender.Environment, $"{Operation} {idempotencyKey}");
        return await calls.RunAsync(
            scope,
            scope is null ? [] : IdempotencyStore.Fingerprint(Operation, body.Span),
            () => CheckAsync(sender, body, cancellationToken),
            (request, run) => StoreAsync(sender, request, run.Seed, run.CreatedAt, answer, cancellationToken),
            run => AbandonAsync(sender, run, cancellationToken),
            cancellationToken);
    }

    /// <summary>Runs every check of <see cref="AcceptAsync"/> and does nothing: no row, no debit, no idempotency key.</summary>
    /// <returns>What would be done, or the error with which <see cref="AcceptAsync"/> would refuse.</returns>
    public async Task<Result<BatchPreview>> PreviewAsync(BatchSender sender, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var request = await CheckAsync(sender, body, cancellationToken);
        if (!request.IsOk)
        {
            return request.Error;
        }

        var count = request.Value.Credentials.Count;
        var used = await quota.UsedAsync(sender.Tenant.Id, sender.Environment, time.GetUtcNow(), cancellationToken);
        if (await LookAsync(sender, request.Value, used, cancellationToken) is { } refused)
        {
            return refused;
        }

        var estimate = await AnchorEstimate.OfAsync(networks.Get(sender.Environment), time, cancellationToken);
        return new BatchPreview(count, sender.Environment, LimitOf(sender.Tenant), used, estimate);
    }

    /// <summary>
    /// What depends on the request and the state of the service alone. What a batch takes for itself (quota, external ids) is not looked at
    /// here: a resumed request would meet its own.
    /// </summary>
    private async Task<Result<BatchRequest>> CheckAsync(BatchSender sender, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var read = BatchRequestReader.Read(body, ReservedFor(sender.Tenant));
        if (!read.IsOk)
        {
            return read;
        }

        // As long as any document's own entry will be: the place is not known before the batch is signed.
        var placeholder = new StatusEntry(urls.StatusList(new StatusListName(sender.Tenant.Id, sender.Environment, 0).ToString()), 0, statusForm);
        var fault = BatchPreflight.Check(read.Value, CredentialIssuer.InfoOf(sender.Tenant, sender.Environment, urls), placeholder, cancellationToken)
            ?? await gate.FaultAsync(sender.Tenant.Id, sender.Environment, cancellationToken);
        return fault is null ? read : fault;
    }

    /// <summary>What <see cref="StoreAsync"/> refuses when it takes things, in the same order, only looked at: for dry runs.</summary>
    private async Task<Error?> LookAsync(BatchSender sender, BatchRequest request, long used, CancellationToken cancellationToken)
    {
        // Ids that are used for nothing: they only must not be another batch's.
        var ids = new SeededEntropy(new byte[32]);
        var batch = new Batch(BatchId.Create(time.GetUtcNow(), ids), sender.Tenant.Id, sender.Environment, request.Credentials.Count, time.GetUtcNow());
        var credentials = request.Credentials.Select((input, index) => Stored(batch, input, index, ids)).ToList();
        return await batches.ExternalIds.CheckAsync(batch, credentials, cancellationToken)
            ?? MonthlyQuota.Fault(used, request.Credentials.Count, LimitOf(sender.Tenant));
    }

    private int LimitOf(Tenant tenant) => options.Plans[tenant.Plan].MonthlyCredentials;

    /// <summary>A DID that the tenant named is reserved before it is usable: the batch may be signed under it.</summary>
    private ReservedIds ReservedFor(Tenant tenant) =>
        tenant.CustomDid is null ? reserved : new ReservedIds([urls.Did, tenant.CustomDid], urls.PublicOrigin);

    /// <summary>All ids come from the seed: the same request resumed after a crash writes the same rows.</summary>
    private async Task<Result<IdempotentAnswer>> StoreAsync(
        BatchSender sender, BatchRequest request, byte[] seed, DateTimeOffset createdAt, Func<Batch, byte[]> answer, CancellationToken cancellationToken)
    {
        var ids = new SeededEntropy(seed);
        var batch = new Batch(BatchId.Create(createdAt, ids), sender.Tenant.Id, sender.Environment, request.Credentials.Count, createdAt)
        {
            Mails = request.Credentials.Count(static input => input.Personal.Email is not null && !input.AutoClaim),
        };
        if (await batches.FindAsync(batch.Id, cancellationToken) is null)
        {
            var credentials = request.Credentials.Select((input, index) => Stored(batch, input, index, ids)).ToList();
            var begun = time.GetUtcNow();
            // First of all, so that a sweep finds what a crash leaves and gives its reservation back.
            await batches.OpenAsync(batch, begun, cancellationToken);
            if (await ReserveAsync(sender, batch, credentials, cancellationToken) is { } refused)
            {
                await batches.CloseAsync(batch.Id, cancellationToken);
                return refused;
            }

            await origin.FixAsync(cancellationToken);
            if (time.GetUtcNow() - begun > CommitTime)
            {
                // A sweep may give back what this one holds before it is stored.
                throw new TimeoutException("Storing a batch took too long to be finished safely");
            }

            var commit = await batches.StoreAsync(batch, credentials, cancellationToken);
            if (commit == BatchCommit.Abandoned)
            {
                await batches.ForgetAbandonedAsync(credentials, cancellationToken);
                await GiveBackAsync(sender, batch.Id, cancellationToken);
                // An error, so that the key is let go: the next request begins anew.
                return new Error(ErrorCode.IdempotencyRequestInProgress, "Another request with this Idempotency-Key came between: retry shortly") { RetryAfterSeconds = 1 };
            }

            if (commit == BatchCommit.Earlier)
            {
                await batches.ForgetLateAsync(batch.Id, credentials, cancellationToken);
            }
            else
            {
                metrics.Accepted(batch);
            }
        }

        await workflows.StartAsync(IssueBatchWorkflow.Name, batch.Id.Value, batch.Id.Value, cancellationToken);
        return new IdempotentAnswer(Accepted, answer(batch));
    }

    /// <summary>Makes sure that the batch of a request that broke off is never committed; false when it is committed already.</summary>
    private async Task<bool> AbandonAsync(BatchSender sender, IdempotentRun run, CancellationToken cancellationToken)
    {
        var id = BatchId.Create(run.CreatedAt, new SeededEntropy(run.Seed));
        if (!await batches.TryAbandonAsync(id, cancellationToken))
        {
            return false;
        }

        await GiveBackAsync(sender, id, cancellationToken);
        return true;
    }

    /// <summary>
    /// Returns all that an uncommitted batch took. It stays open: what a request that only slept still writes is found by the sweep
    /// (<see cref="Sweeps.BatchesAsync"/>), which does the same again.
    /// </summary>
    private async Task GiveBackAsync(BatchSender sender, BatchId id, CancellationToken cancellationToken)
    {
        await batches.ReleaseExternalIdsAsync(sender.Tenant.Id, sender.Environment, id, cancellationToken);
        await quota.ReturnAsync(sender.Tenant.Id, sender.Environment, id, cancellationToken);
        await batches.DiscardAsync(id, cancellationToken);
    }

    /// <summary>External ids first: a batch that repeats some never touches the quota.</summary>
    private async Task<Error?> ReserveAsync(
        BatchSender sender, Batch batch, IReadOnlyList<StoredCredential> credentials, CancellationToken cancellationToken)
    {
        if (await batches.ExternalIds.ClaimAsync(batch, credentials, cancellationToken) is { } taken)
        {
            return taken;
        }

        var refused = await quota.ReserveAsync(batch.Tenant, batch.Environment, batch.Id, batch.Count, LimitOf(sender.Tenant), batch.CreatedAt, cancellationToken);
        if (refused is not null)
        {
            await batches.ReleaseExternalIdsAsync(batch, credentials, cancellationToken);
        }

        return refused;
    }

    private static StoredCredential Stored(Batch batch, CredentialInput input, int index, IEntropy ids) =>
        new(CredentialId.Create(batch.Id, ids), batch.Id, index, batch.Tenant, batch.Environment)
        {
            DocumentId = Uuid.Urn(ids),
            RecipientId = input.Signed.RecipientId,
            RecipientName = input.Personal.Name,
            RecipientEmail = input.Personal.Email,
            AutoClaim = input.AutoClaim,
            ExternalId = input.ExternalId,
            ExternalKey = input.ExternalId is null ? null : ExternalIds.KeyOf(input.Signed, input.ExternalId),
            TenantMetadata = input.TenantMetadata.IsEmpty ? null : input.TenantMetadata.ToArray(),
            Input = input.Signed.Serialize(),
        };
}
