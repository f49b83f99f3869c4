using LearnCoin.Core.Credentials;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Mail;

namespace LearnCoin.Core.Claims;

/// <summary>
/// Removes what claims left of a credential that is erased: links, sessions, the recipient's own request, mails that our mailer still
/// keeps. A queued message holds its id alone, and stops at an erased credential.
/// </summary>
public sealed class ClaimErasure(ClaimStore store, RecipientErasureRequests requests, IMailer mailer)
{
    /// <summary>Before the credential's row is erased, which tells what there is. Running it twice does no harm.</summary>
    internal async Task ForgetAsync(StoredCredential credential, CancellationToken cancellationToken)
    {
        if (credential.Mail is { } mail)
        {
            await mailer.ForgetAsync(ClaimMailWriter.IdsOf(credential.Id, mail.Number), cancellationToken);
            foreach (var token in mail.Tokens)
            {
                await store.RemoveTokenAsync(token, cancellationToken);
            }
        }
    }

    /// <summary>After it: a session that was begun meanwhile goes too. Running it twice does no harm.</summary>
    internal async Task EndAsync(StoredCredential credential, CancellationToken cancellationToken)
    {
        await store.RemoveSessionsAsync(credential.Id, cancellationToken);
        await requests.RemoveAsync(credential.Tenant, credential.Environment, credential.Id, cancellationToken);
    }
}
