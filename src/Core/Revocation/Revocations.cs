using System.Text;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Events;
using LearnCoin.Core.Idempotency;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Revocation;

/// <summary>
/// Revokes one credential (spec/api.md, "Credentials"), in whatever state its batch is. One of a batch that failed can be revoked too:
/// it was never signed, so nothing follows, and the tenant is spared a case of its own.
/// </summary>
public sealed class Revocations(ITables tables, BatchStore batches, IdempotentCalls calls, AuditChain audit, RevocationSettlement settlement, Outbox outbox)
{
    private const string Operation = "POST /v1/credentials/{id}/revoke";
    private const int Ok = 200;

    /// <param name="call">Who asks.</param>
    /// <param name="asked">The id as it was sent.</param>
    /// <param name="body">The request body, UTF-8.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is resumed by a retry under the same key.</param>
    public async Task<Result<RevokedCredential>> RevokeAsync(RevocationCall call, string asked, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(asked);
        CredentialId? id = CredentialId.TryParse(asked, out var parsed) ? parsed : null;
        var answer = await calls.RunAsync(
            call.IdempotencyKey is null ? null : new IdempotencyScope(call.Tenant, call.Environment, $"{Operation} {call.IdempotencyKey}"),
            IdempotencyStore.Fingerprint($"{Operation} {asked}", body.Span),
            () => Task.FromResult(RevocationRequest.ReadSingle(body, id)),
            (request, run) => RevokeAsync(call, id, request, run, cancellationToken),
            cancellationToken);
        if (!answer.IsOk)
        {
            return answer.Error;
        }

        // The remembered answer is the id alone: the reason may name a person, and must not outlive an erasure in the idempotency record.
        var revoked = new CredentialId(Encoding.UTF8.GetString(answer.Value.Body));
        var found = await batches.FindCredentialAsync(revoked, cancellationToken);
        return found is { Credential.Revocation: { } revocation }
            ? new RevokedCredential(revoked, revocation, answer.Value.Replayed)
            : throw new InvalidDataException($"Credential {revoked} was revoked and is not");
    }

    private async Task<Result<IdempotentAnswer>> RevokeAsync(
        RevocationCall call, CredentialId? asked, RevocationRequest request, IdempotentRun run, CancellationToken cancellationToken)
    {
        var found = asked is { } id ? await batches.FindCredentialAsync(id, cancellationToken) : null;
        if (CredentialAccess.Fault(call.Tenant, call.Environment, found?.Credential) is { } refusal)
        {
            return refusal;
        }

        var credential = found!.Value.Credential;
        if (credential.Revocation is null)
        {
            if (request.ReplacedBy is { } replacement && await ReplacementFaultAsync(call, credential.Id, replacement, cancellationToken) is { } fault)
            {
                return fault;
            }

            await audit.AppendAsync(call.Tenant, Entry(call, credential.Id, request, run), cancellationToken);
            await settlement.NoteAsync(call.Tenant, call.Environment, credential.Id.Value, cancellationToken);
            await outbox.NoteAsync(OutboxPlace.Of(credential.Id), cancellationToken);
            credential = await ChangeAsync(credential.Id, request, run, cancellationToken);
        }

        // Also where another call was first: it may have died before it came to this.
        await settlement.SettleAsync(credential, cancellationToken);
        await outbox.PublishAsync(OutboxPlace.Of(credential.Id), cancellationToken);
        return credential.Revocation!.OperationId == run.OperationId
            ? new IdempotentAnswer(Ok, Encoding.UTF8.GetBytes(credential.Id.Value))
            : new Error(ErrorCode.CredentialAlreadyRevoked, "The credential has been revoked before; GET it to see when and why");
    }

    private async Task<Error?> ReplacementFaultAsync(
        RevocationCall call, CredentialId replaced, CredentialId replacement, CancellationToken cancellationToken)
    {
        var found = await batches.FindCredentialAsync(replacement, call.Tenant, cancellationToken);
        if (found is not { } pair || pair.Credential.Environment != call.Environment)
        {
            return RevocationRequest.ReplacementFault();
        }

        return pair.Credential.Replaces is { } other && other != replaced
            ? RevocationRequest.ReplacementFault("must name a credential that replaces no other one yet")
            : null;
    }

    /// <summary>Under the row's ETag, so that neither the signing nor an erasure at the same time is lost, nor loses this.</summary>
    private async Task<StoredCredential> ChangeAsync(CredentialId id, RevocationRequest request, IdempotentRun run, CancellationToken cancellationToken)
    {
        var revocation = new CredentialRevocation(run.CreatedAt, request.Code, run.OperationId) { Reason = request.Reason, ReplacedBy = request.ReplacedBy };
        var row = await tables.ChangeAsync(
            BatchStore.Table,
            id.Group,
            id.Value,
            current => current is null || CredentialRevocation.From(current) is not null ? null : revocation.SetOn(current.Copy()),
            _ => new DomainEvent(EventTypes.CredentialRevoked, id.Value, 0, revocation.At).ToRows(id.Group),
            cancellationToken);
        return StoredCredential.From(row ?? throw new InvalidDataException($"Credential {id} is gone"), withContent: false);
    }

    private static AuditEntry Entry(RevocationCall call, CredentialId id, RevocationRequest request, IdempotentRun run) =>
        new("credential.revoked", id.Value, call.Actor)
        {
            Environment = call.Environment,
            RequestId = call.RequestId,
            Detail = RevocationReasons.Name(request.Code),
            OperationId = run.OperationId,
        };
}
