using LearnCoin.Core.Claims;

namespace LearnCoin.Core.Credentials;

/// <summary>States that the API tells of a credential beside its batch's.</summary>
public static class CredentialStates
{
    /// <summary>spec/api.md, "Claims": null where no mail is sent, <c>pending</c>, <c>claimed</c>, <c>auto_claimed</c>, <c>expired</c>.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="now">Time: the newest link may have had its own.</param>
    public static string? ClaimState(StoredCredential credential, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential switch
        {
            { ClaimedAt: not null } => "claimed",
            { AutoClaim: true } => "auto_claimed",
            { RecipientEmail: null } => null,
            { Mail: { } mail } when mail.ExpiresAt <= now => "expired",
            _ => "pending",
        };
    }

    /// <summary>Where its newest claim mail stands: <c>queued</c>, <c>sent</c> or <c>failed</c>; null where none was sent and none will be.</summary>
    public static string? ClaimMail(StoredCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential switch
        {
            { Mail.Status: ClaimMailStatus.Sent } => "sent",
            { Mail.Status: ClaimMailStatus.Failed } => "failed",
            { RecipientEmail: null } or { AutoClaim: true } or { RevokedAt: not null } or { ClaimedAt: not null } => null,
            _ => "queued",
        };
    }
}
