using LearnCoin.Core.Batches;
using LearnCoin.Core.Claims;

namespace LearnCoin.Core.Credentials;

/// <summary>States that the API tells of a credential beside its batch's.</summary>
public static class CredentialStates
{
    /// <summary>spec/api.md, "Claims": null where no mail is sent, <c>pending</c>, <c>claimed</c>, <c>auto_claimed</c>, <c>expired</c>.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="batch">Its batch.</param>
    /// <param name="now">Time: the last link may have had its own.</param>
    public static string? ClaimState(StoredCredential credential, Batch batch, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(batch);
        return credential switch
        {
            { ClaimedAt: not null } => "claimed",
            { AutoClaim: true } => "auto_claimed",
            { RecipientEmail: null } => null,
            _ when GetsNone(credential, batch) => null,
            _ => LinkState(credential, now),
        };
    }

    /// <summary>Of a credential that is there to be claimed: <c>pending</c>, or <c>expired</c> when the last link has had its time.</summary>
    public static string LinkState(StoredCredential credential, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.Mail is { } mail && mail.ExpiresAt <= now ? "expired" : "pending";
    }

    /// <summary>Where its newest claim mail stands: <c>queued</c>, <c>sent</c> or <c>failed</c>; null where none was sent and none will be.</summary>
    public static string? ClaimMail(StoredCredential credential, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(batch);
        return credential switch
        {
            _ when GetsNone(credential, batch) => null,
            { Mail.Status: ClaimMailStatus.Sent } => "sent",
            { Mail.Status: ClaimMailStatus.Failed } => "failed",
            { RecipientEmail: null } or { AutoClaim: true } or { RevokedAt: not null } or { ClaimedAt: not null } => null,
            _ => "queued",
        };
    }

    /// <summary>
    /// Whether there is no mail and none is on its way: the batch failed; it was revoked before its mail; or an earlier release, which knew of no
    /// mails and counted none, anchored it.
    /// </summary>
    private static bool GetsNone(StoredCredential credential, Batch batch) =>
        batch.Status == BatchStatus.Failed
        || (credential.Mail is null && (credential.RevokedAt is not null || batch is { Mails: null, Status: BatchStatus.Anchored }));
}
