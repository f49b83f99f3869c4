using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Events;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Revocation;

/// <summary>How many credentials of a batch a call revoked, and how many were revoked before it.</summary>
public sealed record BatchRevocationCount(int Revoked, int AlreadyRevoked);

/// <summary>Revokes all credentials of a batch that are not revoked yet, some in a transaction, in whatever state the batch is.</summary>
public sealed class BatchRevocations(ITables tables, BatchStore batches, IdempotentCalls calls, AuditChain audit, RevocationSettlement settlement, Outbox outbox)
{
    private const string Operation = "POST /v1/batches/{id}/revoke";
    private const int Ok = 200;

    /// <param name="call">Who asks.</param>
    /// <param name="asked">The id as it was sent.</param>
    /// <param name="body">The request body, UTF-8.</param>
    /// <param name="answer">Makes the body of the 200.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is resumed by a retry.</param>
    public async Task<Result<IdempotentAnswer>> RevokeAsync(
        RevocationCall call, string asked, ReadOnlyMemory<byte> body, Func<BatchId, BatchRevocationCount, byte[]> answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return await calls.RunAsync(
            call.IdempotencyKey is null ? null : new IdempotencyScope(call.Tenant, call.Environment, $"{Operation} {call.IdempotencyKey}"),
            IdempotencyStore.Fingerprint($"{Operation} {asked}", body.Span),
            () => Task.FromResult(RevocationRequest.ReadBatch(body)),
            (request, run) => RevokeAsync(call, asked, request, run, answer, cancellationToken),
            cancellationToken);
    }

    private async Task<Result<IdempotentAnswer>> RevokeAsync(
        RevocationCall call, string asked, RevocationRequest request, IdempotentRun run, Func<BatchId, BatchRevocationCount, byte[]> answer, CancellationToken cancellationToken)
    {
        var batch = BatchId.TryParse(asked, out var id) ? await batches.FindAsync(id, cancellationToken) : null;
        if (batch is null || batch.Tenant != call.Tenant)
        {
            return new Error(ErrorCode.BatchNotFound, "No batch with that id exists for this tenant");
        }

        if (batch.Environment != call.Environment)
        {
            return new Error(ErrorCode.EnvironmentMismatch, "This belongs to the tenant's other environment: use a key of that environment");
        }

        var entry = new AuditEntry("batch.revoked", id.Value, call.Actor)
        {
            Environment = call.Environment,
            RequestId = call.RequestId,
            Detail = RevocationReasons.Name(request.Code),
            OperationId = run.OperationId,
        };
        await audit.AppendAsync(call.Tenant, entry, cancellationToken);
        await settlement.NoteAsync(call.Tenant, call.Environment, id.Value, cancellationToken);
        await outbox.NoteAsync(OutboxPlace.Of(id), cancellationToken);
        var revocation = new CredentialRevocation(run.CreatedAt, request.Code, run.OperationId) { Reason = request.Reason };
        var credentials = await ChangeAsync(id, revocation, cancellationToken);
        await settlement.SetBitsAsync(id, [.. credentials.Select(static credential => credential.Index)], cancellationToken);
        await settlement.ForgetAsync(call.Tenant, call.Environment, id.Value, cancellationToken);
        await outbox.PublishAsync(OutboxPlace.Of(id), cancellationToken);
        var own = credentials.Count(credential => credential.Revocation!.OperationId == run.OperationId);
        return new IdempotentAnswer(Ok, answer(id, new BatchRevocationCount(own, credentials.Count - own)));
    }

    /// <summary>
    /// Goes over the batch until no credential is left: a transaction that met the signer (or an erasure) at work is made again from what
    /// stands there then.
    /// </summary>
    /// <returns>The credentials, all revoked.</returns>
    private async Task<IReadOnlyList<StoredCredential>> ChangeAsync(BatchId id, CredentialRevocation revocation, CancellationToken cancellationToken)
    {
        while (true)
        {
            var credentials = new List<StoredCredential>();
            var changes = new List<RowChange[]>();
            await foreach (var row in tables.AllAsync(BatchStore.Table, RowRange.Prefix(id.Group, CredentialId.Prefix), cancellationToken))
            {
                credentials.Add(StoredCredential.From(row, withContent: false));
                if (credentials[^1].Revocation is null)
                {
                    var told = new DomainEvent(EventTypes.CredentialRevoked, row.RowKey, 0, revocation.At);
                    changes.Add([RowChange.Update(revocation.SetOn(row.Copy()), row.Etag!), .. told.ToRows(id.Group)]);
                }
            }

            if (changes.Count == 0)
            {
                return credentials;
            }

            foreach (var chunk in RowChunks.SplitWhole(changes))
            {
                await tables.TransactAsync(BatchStore.Table, chunk, cancellationToken);
            }
        }
    }
}
