using LearnCoin.Core.Credentials;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Storage;

namespace LearnCoin.Core.Claims;

/// <summary>
/// Removes what claims left of a credential that is erased: links, sessions, the recipient's own request, mails that our mailer still
/// keeps. A queued message holds its id alone, and stops at an erased credential.
/// </summary>
public sealed class ClaimErasure(ITables tables, ClaimStore store, RecipientErasureRequests requests, IMailer mailer, TimeProvider time)
{
    private readonly OpenMails open = new(tables, time);

    /// <summary>
    /// Before the credential's row is erased, which tells what there is, and again with what was taken out of it: a mail may have begun in
    /// between. Running it twice does no harm.
    /// </summary>
    internal async Task ForgetAsync(CredentialId credential, ClaimMailState? mail, CancellationToken cancellationToken)
    {
        if (mail is null)
        {
            return;
        }

        await mailer.ForgetAsync(ClaimMailWriter.IdsOf(credential, mail.Number), cancellationToken);
        foreach (var token in mail.Tokens)
        {
            await store.RemoveTokenAsync(token, cancellationToken);
        }
    }

    /// <summary>After it: a session that was begun meanwhile goes too. Running it twice does no harm.</summary>
    internal async Task EndAsync(StoredCredential credential, CancellationToken cancellationToken)
    {
        await open.RemoveAsync(credential.Id, cancellationToken);
        await store.RemoveSessionsAsync(credential.Id, cancellationToken);
        await requests.RemoveAsync(credential.Tenant, credential.Environment, credential.Id, cancellationToken);
    }
}
