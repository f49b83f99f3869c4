using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Events;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Claims;

/// <param name="Id">The credential.</param>
/// <param name="ClaimedAt">When.</param>
/// <param name="Session">For the browser that claimed it.</param>
public sealed record ClaimedCredential(CredentialId Id, DateTimeOffset ClaimedAt, ClaimSession Session);

/// <summary>
/// Claims a credential by the secret of a mail (spec/api.md, "Claims"). It is claimed once, by whichever of its links: that it is claimed
/// stands in its row, so the other links are used with it. One that was revoked can be claimed too: its recipient may want the document,
/// and the page says that it is revoked.
/// </summary>
public sealed class CredentialClaims(ITables tables, BatchStore batches, ClaimStore store, ClaimSessions sessions, Outbox outbox, TimeProvider time)
{
    /// <param name="token">What the caller sent, of whatever form.</param>
    /// <param name="admit">Asked once it is known which credential it is about, before anything else is told; an error refuses the call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The claim; claim_not_found, also when the credential was erased; claim_already_used; claim_expired.</returns>
    public async Task<Result<ClaimedCredential>> ClaimAsync(string token, Func<CredentialId, Error?> admit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(admit);
        if (await store.FindTokenAsync(ClaimToken.HashOf(token), cancellationToken) is not { } known)
        {
            return NotFound();
        }

        if (admit(known.Credential) is { } refusal)
        {
            return refusal;
        }

        var found = await batches.FindCredentialAsync(known.Credential, cancellationToken);
        if (Fault(found?.Credential) is { } fault)
        {
            return fault;
        }

        if (known.ExpiresAt <= time.GetUtcNow())
        {
            return new Error(ErrorCode.ClaimExpired, "This claim link has expired: ask the issuer to send a new one");
        }

        // Before the claim: what fails after it must not leave a recipient outside whose link is used.
        var session = await sessions.BeginAsync(known.Credential, cancellationToken);
        await outbox.NoteAsync(OutboxPlace.Of(known.Credential), cancellationToken);
        return await ClaimAsync(known.Credential, session, cancellationToken);
    }

    private async Task<Result<ClaimedCredential>> ClaimAsync(CredentialId id, ClaimSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Error? fault = null;
        await tables.ChangeAsync(
            BatchStore.Table,
            id.Group,
            id.Value,
            current =>
            {
                fault = Fault(current is null ? null : StoredCredential.From(current, withContent: false));
                return fault is null ? current!.Copy().Set("claimed_at", now) : null;
            },
            _ => new DomainEvent(EventTypes.CredentialClaimed, id.Value, 0, now).ToRows(id.Group),
            cancellationToken);
        if (fault is not null)
        {
            await sessions.EndAsync(id, session.Id, cancellationToken);
            return fault;
        }

        await TryPublishAsync(id, cancellationToken);
        return new ClaimedCredential(id, now, session);
    }

    /// <summary>It is claimed, and must be answered so: the note of before lets the sweep publish what this does not.</summary>
    private async Task TryPublishAsync(CredentialId id, CancellationToken cancellationToken)
    {
        try
        {
            await outbox.PublishAsync(OutboxPlace.Of(id), cancellationToken);
        }
#pragma warning disable CA1031 // See above; whatever it was, the sweep meets it again.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
    }

    private static Error? Fault(StoredCredential? credential) =>
        credential is null or { ErasedAt: not null } ? NotFound()
        : credential.ClaimedAt is not null ? new Error(ErrorCode.ClaimAlreadyUsed, "This credential has been claimed before: a claim link works once")
        : null;

    private static Error NotFound() => new(ErrorCode.ClaimNotFound, "There is no such claim: use the newest mail's link or code, whole");
}
