using LearnCoin.Core;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Claims;

/// <summary>What the page of a credential offers for claiming it.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="TakesCode">Whether there is a claim that a code could make.</param>
/// <param name="Error">What came of a code that was typed in: its error code.</param>
public sealed record ClaimModel(CredentialId Credential, bool TakesCode, string? Error);

/// <summary>What the page shows to the one who claimed.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="FormToken">Goes into every form.</param>
/// <param name="ErasureRequestedAt">When its erasure was asked for.</param>
public sealed record RecipientModel(CredentialId Credential, string FormToken, DateTimeOffset? ErasureRequestedAt)
{
    public static async Task<RecipientModel> CreateAsync(LearnCoinCore core, StoredCredential credential, string session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentNullException.ThrowIfNull(credential);
        var request = await core.ErasureRequests.FindAsync(credential.Tenant, credential.Environment, credential.Id, cancellationToken);
        return new RecipientModel(credential.Id, SessionCookie.FormToken(session), request?.RequestedAt);
    }
}
