using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Claims;

/// <summary>What tells a browser that it claimed a credential.</summary>
/// <param name="Id">The secret, base64url: goes into a cookie and is stored as its hash only.</param>
/// <param name="ExpiresAt">When it ends, used or not.</param>
public sealed record ClaimSession(string Id, DateTimeOffset ExpiresAt)
{
    /// <summary>How long one lasts: a link works once, so that a recipient who comes back the week after should still be known.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>Nothing: the id is a secret.</summary>
    public override string ToString() => nameof(ClaimSession);
}

/// <summary>Sessions of recipients, each of one credential.</summary>
public sealed class ClaimSessions(ClaimStore store, TimeProvider time, IEntropy entropy)
{
    internal async Task<ClaimSession> BeginAsync(CredentialId credential, CancellationToken cancellationToken)
    {
        var token = ClaimToken.Create(entropy);
        var session = new ClaimSession(token.Text, time.GetUtcNow() + ClaimSession.Life);
        await store.AddSessionAsync(credential, token.Hash, session.ExpiresAt, cancellationToken);
        return session;
    }

    /// <summary>Whether a session of that id, from a cookie, is open for the credential.</summary>
    public async Task<bool> IsOpenAsync(CredentialId credential, string id, CancellationToken cancellationToken) =>
        await store.FindSessionAsync(credential, ClaimToken.HashOf(id), cancellationToken) is { } end && end > time.GetUtcNow();

    public Task EndAsync(CredentialId credential, string id, CancellationToken cancellationToken) =>
        store.RemoveSessionAsync(credential, ClaimToken.HashOf(id), cancellationToken);
}
