using LearnCoin.Core.Batches;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Claims;

/// <summary>Finds mails whose message is lost.</summary>
public sealed partial class ClaimMails
{
    // Of a mail that nothing happened to for longer than any pause, the message is lost.
    private static readonly TimeSpan Lost = ClaimSchedule.Longest + TimeSpan.FromHours(1);

    /// <summary>Sends the messages again of mails that nothing has happened to for too long, and forgets what has had its time. Running it twice does no harm.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await window.PurgeAsync(cancellationToken);
        await foreach (var (id, number, at) in open.ListAsync(cancellationToken))
        {
            // Also when the clock was set back.
            if ((time.GetUtcNow() - at).Duration() >= Lost)
            {
                await LookAfterAsync(id, number, cancellationToken);
            }
        }
    }

    private async Task LookAfterAsync(CredentialId id, int number, CancellationToken cancellationToken)
    {
        if (await batches.FindCredentialAsync(id, cancellationToken) is not ({ } credential, { } batch)
            || batch.Status == BatchStatus.Failed
            || IsOver(credential, new ClaimMessage(id, number, int.MaxValue)))
        {
            await open.RemoveAsync(id, number, cancellationToken);
            return;
        }

        var mail = credential.Mail is { } known && known.Number == number ? known : null;
        if (mail is not null && (time.GetUtcNow() - mail.ChangedAt).Duration() < Lost)
        {
            await open.NoteAsync(id, number, mail.ChangedAt, cancellationToken);
        }
        else if (batch.Status == BatchStatus.Anchored)
        {
            await QueueAsync(new ClaimMessage(id, number, mail?.Attempt ?? 0), cancellationToken);
        }
    }
}
