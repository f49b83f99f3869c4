using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Events;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Erasure;

/// <summary>Who calls for an erasure.</summary>
/// <param name="Tenant">The key's tenant.</param>
/// <param name="Environment">The key's environment.</param>
/// <param name="Actor"><c>key_…</c>.</param>
/// <param name="RequestId"><c>req_…</c>.</param>
/// <param name="IdempotencyKey">As <see cref="IdempotencyStore.TryReadKey"/> gives it, or null.</param>
public sealed record ErasureCall(TenantId Tenant, TenantEnvironment Environment, string Actor, string RequestId, string? IdempotencyKey);

/// <summary>What became of an erasure that was to be made again.</summary>
public enum ReplayOutcome
{
    Replayed,

    /// <summary>The store knew of it.</summary>
    AlreadyErased,

    /// <summary>The store has no such credential, or has it under another tenant: there is nothing to erase.</summary>
    Unknown,
}

/// <summary>
/// Erases the personal data of a credential (design/reliability.md, "erasure"): name, e-mail, recipient mapping, external id, the tenant's
/// metadata, free text. The signed document holds none but the recipient's <c>urn:uuid</c>; it stays and verifies.
/// </summary>
public sealed class CredentialErasure(
    BatchStore batches, ErasureLog log, IErasureJournal journal, AuditChain audit, IdempotentCalls calls, IStoreHygiene hygiene, Outbox outbox, ClaimErasure claims, TimeProvider time)
{
    private const string Operation = "POST /v1/credentials/*/erase";
    private const int Ok = 200;

    /// <param name="call">Who calls.</param>
    /// <param name="credential">The id as it was sent.</param>
    /// <param name="body">The request body, UTF-8.</param>
    /// <param name="answer">Makes the body of the 200.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is finished by a sweep.</param>
    /// <returns>
    /// The answer; credential_not_found, credential_not_owned, environment_mismatch, credential_already_erased, or the faults of the body.
    /// </returns>
    public async Task<Result<IdempotentAnswer>> EraseAsync(
        ErasureCall call, string credential, ReadOnlyMemory<byte> body, Func<ErasureRecord, byte[]> answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(answer);
        var scope = call.IdempotencyKey is null ? null : new IdempotencyScope(call.Tenant, call.Environment, $"{Operation} {call.IdempotencyKey}");
        return await calls.RunAsync(
            scope,
            scope is null ? [] : IdempotencyStore.Fingerprint($"{Operation} {credential}", body.Span),
            () => CheckAsync(call, credential, body, cancellationToken),
            (request, run) => RunAsync(call, new CredentialId(credential), request, run, answer, cancellationToken),
            cancellationToken);
    }

    /// <summary>Finishes erasures that broke off, and asks again for clean files where something held them. Running it twice does no harm.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await foreach (var erasure in log.PendingAsync(cancellationToken))
        {
            await FinishAsync(erasure, cancellationToken);
        }
    }

    /// <summary>Makes an erasure again that a restored store has lost, with its own time and requester. Running it twice does no harm.</summary>
    public async Task<ReplayOutcome> ReplayAsync(ErasureRecord erasure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(erasure);
        var found = await batches.FindCredentialAsync(erasure.Credential, cancellationToken);
        if (found is null)
        {
            await batches.AbandonUncommittedAsync(erasure.Credential, cancellationToken);
            return ReplayOutcome.Unknown;
        }

        var (credential, batch) = found.Value;
        if (batch.Tenant != erasure.Tenant || batch.Environment != erasure.Environment)
        {
            return ReplayOutcome.Unknown;
        }

        if (credential.ErasedAt is not null)
        {
            return ReplayOutcome.AlreadyErased;
        }

        var entry = new AuditEntry("credential.erasure_replayed", erasure.Credential.Value, "operator")
        {
            Environment = erasure.Environment,
            Detail = erasure.Requester,
            OperationId = $"{erasure.Operation}-replay",
        };
        await audit.AppendAsync(erasure.Tenant, entry, cancellationToken);
        await log.BeginAsync(erasure, cancellationToken);
        await FinishAsync(erasure, cancellationToken);
        return ReplayOutcome.Replayed;
    }

    private async Task<Result<ErasureRequest>> CheckAsync(ErasureCall call, string credential, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var request = ErasureRequest.Read(body, time.GetUtcNow());
        if (!request.IsOk)
        {
            return request;
        }

        var found = CredentialId.TryParse(credential, out var id) ? await batches.FindCredentialAsync(id, cancellationToken) : null;
        return CredentialAccess.Fault(call.Tenant, call.Environment, found?.Credential) is { } fault ? fault : request;
    }

    private async Task<Result<IdempotentAnswer>> RunAsync(
        ErasureCall call, CredentialId id, ErasureRequest request, IdempotentRun run, Func<ErasureRecord, byte[]> answer, CancellationToken cancellationToken)
    {
        var erasure = new ErasureRecord(id, call.Tenant, call.Environment, run.CreatedAt, request.Requester, request.VerifiedAt, run.OperationId);
        var (credential, _) = await FindAsync(id, cancellationToken);
        if (credential.ErasedAt is not null && credential.ErasedBy != run.OperationId)
        {
            return AlreadyErased(credential);
        }

        var entry = new AuditEntry("credential.erased", id.Value, call.Actor)
        {
            Environment = call.Environment,
            RequestId = call.RequestId,
            Detail = request.Requester,
            OperationId = run.OperationId,
        };
        await audit.AppendAsync(call.Tenant, entry, cancellationToken);
        await log.BeginAsync(erasure, cancellationToken);
        var erased = await FinishAsync(erasure, cancellationToken);
        return erased.ErasedBy == run.OperationId ? new IdempotentAnswer(Ok, answer(erasure)) : AlreadyErased(erased);
    }

    /// <summary>Deletes, enters the log and the journal, tells, cleans the files, in this order; the note that it is begun goes last.</summary>
    private async Task<StoredCredential> FinishAsync(ErasureRecord erasure, CancellationToken cancellationToken)
    {
        var (credential, batch) = await FindAsync(erasure.Credential, cancellationToken);
        if (credential.ErasedAt is null)
        {
            await claims.ForgetAsync(credential.Id, credential.Mail, cancellationToken);
            (credential, var mail) = await batches.EraseAsync(credential, batch, erasure.ErasedAt, erasure.Operation, cancellationToken);
            await claims.ForgetAsync(credential.Id, mail, cancellationToken);
        }

        if (credential.ErasedBy == erasure.Operation)
        {
            await log.EnterAsync(erasure, cancellationToken);
            await journal.EnterAsync(erasure, cancellationToken);
        }

        await claims.EndAsync(credential, cancellationToken);
        await outbox.PublishAsync(OutboxPlace.Of(credential.Id), cancellationToken);

        if (await hygiene.ScrubAsync(cancellationToken))
        {
            await log.EndAsync(erasure, cancellationToken);
        }

        return credential;
    }

    private async Task<(StoredCredential Credential, Batch Batch)> FindAsync(CredentialId id, CancellationToken cancellationToken) =>
        await batches.FindCredentialAsync(id, cancellationToken) ?? throw new InvalidDataException($"No credential {id}");

    private static Error AlreadyErased(StoredCredential credential) =>
        new(ErrorCode.CredentialAlreadyErased, $"The personal data of {credential.Id} were erased before");
}
