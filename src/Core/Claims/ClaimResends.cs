using LearnCoin.Core.Audit;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Claims;

/// <summary>Who asks for another mail.</summary>
/// <param name="Tenant">The key's tenant.</param>
/// <param name="Environment">The key's environment.</param>
/// <param name="Actor"><c>key_…</c>.</param>
/// <param name="RequestId"><c>req_…</c>.</param>
public sealed record ResendCall(TenantId Tenant, TenantEnvironment Environment, string Actor, string RequestId);

/// <summary>Sends the claim mail of a credential again, with a new link; links that were sent before keep working.</summary>
public sealed class ClaimResends(ITables tables, BatchStore batches, ClaimMails mails, AuditChain audit, TimeProvider time)
{
    /// <param name="call">Who asks.</param>
    /// <param name="asked">The id as it was sent.</param>
    /// <param name="admit">Asked with the address of a mail that is about to be queued; an error refuses the call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The credential; credential_not_found, credential_not_owned, environment_mismatch, credential_already_erased, claim_already_used,
    /// credential_already_revoked, missing_required_field without an e-mail, claim_not_found where its batch failed, rate_limited.
    /// </returns>
    public async Task<Result<StoredCredential>> ResendAsync(ResendCall call, string asked, Func<string, Error?> admit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(admit);
        var found = CredentialId.TryParse(asked, out var id) ? await batches.FindCredentialAsync(id, cancellationToken) : null;
        if (Refusal(call, found) is { } refusal)
        {
            return refusal;
        }

        var (credential, batch) = found!.Value;
        if (batch.Status != BatchStatus.Anchored)
        {
            // The mail goes out when it is anchored, as it would have without this call.
            return credential;
        }

        // The credential's own limit is looked at first, and taken last: only what is queued counts, against either.
        if (ResendLimit.Take(credential.Resends, time.GetUtcNow()).Wait is { } early)
        {
            return TooMany(early);
        }

        if (admit(credential.RecipientEmail!) is { } refused)
        {
            return refused;
        }

        if (await TakeAsync(id, cancellationToken) is { } wait)
        {
            return TooMany(wait);
        }

        var entry = new AuditEntry("credential.claim_resent", id.Value, call.Actor) { Environment = call.Environment, RequestId = call.RequestId, OperationId = call.RequestId };
        await audit.AppendAsync(call.Tenant, entry, cancellationToken);
        await mails.QueueAsync(MessageFor(credential), cancellationToken);
        return credential;
    }

    /// <summary>A mail that has not gone out yet is tried now; after it, the next one.</summary>
    private static ClaimMessage MessageFor(StoredCredential credential) => credential.Mail switch
    {
        null => new ClaimMessage(credential.Id, 1, 0),
        { Status: ClaimMailStatus.Sent or ClaimMailStatus.Failed } over => new ClaimMessage(credential.Id, over.Number + 1, 0),
        var going => new ClaimMessage(credential.Id, going.Number, going.Attempt),
    };

    private async Task<TimeSpan?> TakeAsync(CredentialId id, CancellationToken cancellationToken)
    {
        TimeSpan? wait = null;
        await tables.ChangeAsync(
            BatchStore.Table,
            id.Group,
            id.Value,
            current =>
            {
                (var next, wait) = ResendLimit.Take(current?.Text(ClaimMailState.ResendsColumn), time.GetUtcNow());
                return next is null || current?.Time("erased_at") is not null ? null : current?.Copy().Set(ClaimMailState.ResendsColumn, next);
            },
            cancellationToken);
        return wait;
    }

    private static Error TooMany(TimeSpan wait) =>
        new(ErrorCode.RateLimited, "The claim mail of a credential is sent again at most once a minute and five times in 24 hours")
        {
            RetryAfterSeconds = (int)Math.Ceiling(wait.TotalSeconds),
        };

    private static Error? Refusal(ResendCall call, (StoredCredential Credential, Batch Batch)? found) => found switch
    {
        _ when CredentialAccess.Fault(call.Tenant, call.Environment, found?.Credential) is { } fault => fault,
        { Credential.ErasedAt: not null } => new Error(ErrorCode.CredentialAlreadyErased, "The personal data of this credential were erased: there is nobody to write to"),
        { Credential: { ClaimedAt: not null } or { AutoClaim: true } } => new Error(ErrorCode.ClaimAlreadyUsed, "This credential is claimed: there is nothing left to send"),
        { Credential.RevokedAt: not null } => new Error(ErrorCode.CredentialAlreadyRevoked, "This credential is revoked: no claim mail is sent for it"),
        { Credential.RecipientEmail: null } => new Error(ErrorCode.MissingRequiredField, "recipient.email: this credential was sent without an e-mail address"),
        { Batch.Status: BatchStatus.Failed } => new Error(ErrorCode.ClaimNotFound, "The batch of this credential failed: there is nothing to claim"),
        _ => null,
    };
}
