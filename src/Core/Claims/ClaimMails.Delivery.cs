using LearnCoin.Core.Alerts;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Storage;
using LearnCoin.Core.Telemetry;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Claims;

/// <summary>One try to send a mail that was begun, and the note of what came of it.</summary>
public sealed partial class ClaimMails
{
    private async Task DeliverAsync(
        ClaimMessage message, StoredCredential credential, Tenant tenant, ClaimToken token, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var result = await TryAsync(message, credential, tenant, token, expiresAt, cancellationToken);
        var faults = (credential.Mail?.Faults ?? 0) + (result.IsFault ? 1 : 0);
        if (result.Status == ClaimMailStatus.Waiting && result.IsFault && ClaimSchedule.IsOver(faults))
        {
            result = result with { Status = ClaimMailStatus.Failed, Outcome = MailMetrics.GivenUp };
        }

        metrics.Tried(result.Outcome);
        if (result.Status == ClaimMailStatus.Waiting)
        {
            // Before the note: a crash in between tries once more, rather than never again.
            var next = message with { Attempt = message.Attempt + 1 };
            await SendAsync(next, ClaimSchedule.PauseAfter(next.Attempt), CancellationToken.None);
        }

        // Whoever ends the host ends no note: without it the same mail would go again.
        await EndAsync(message, token, result, faults, CancellationToken.None);
    }

    private async Task<Try> TryAsync(
        ClaimMessage message, StoredCredential credential, Tenant tenant, ClaimToken token, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        try
        {
            await mailer.SendAsync(await writer.WriteAsync(credential, message.Number, tenant, token, expiresAt, cancellationToken), cancellationToken);
            return new Try(ClaimMailStatus.Sent, MailMetrics.Sent, IsFault: false, MayHaveGone: true);
        }
        catch (MailRefusedException)
        {
            return new Try(ClaimMailStatus.Failed, MailMetrics.Refused, IsFault: true, MayHaveGone: false);
        }
        catch (MailUnavailableException exception)
        {
            return new Try(ClaimMailStatus.Waiting, MailMetrics.Waiting, exception.IsOfThisMail, exception.MayHaveGone);
        }
#pragma warning disable CA1031 // A fault of ours, which a later release may mend: told by its type, tried again, and it holds up no other mail.
        catch (Exception exception) when (exception is not StorageUnavailableException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            alerts.Raise(new Alert(AlertTypes.MailFailing, time.GetUtcNow()) { Subject = message.Credential.Value, Reason = exception.GetType().Name });
            return new Try(ClaimMailStatus.Waiting, MailMetrics.Waiting, IsFault: true, MayHaveGone: true);
        }
    }

    private async Task EndAsync(ClaimMessage message, ClaimToken token, Try result, int faults, CancellationToken cancellationToken)
    {
        var row = await tables.ChangeAsync(
            BatchStore.Table,
            message.Credential.Group,
            message.Credential.Value,
            current => current is not null && ClaimMailState.From(current) is { Status: ClaimMailStatus.Sending } mail && mail.Number == message.Number
                ? (mail with
                {
                    Status = result.Status,
                    Attempt = result.Status == ClaimMailStatus.Waiting ? message.Attempt + 1 : message.Attempt,
                    Faults = faults,
                    ChangedAt = time.GetUtcNow(),
                    Tokens = result.MayHaveGone ? mail.Tokens : [.. mail.Tokens.Where(hash => hash != token.Hash)],
                }).SetOn(current.Copy())
                : null,
            cancellationToken);
        var isErased = row?.Time("erased_at") is not null;
        if (isErased || !result.MayHaveGone)
        {
            // Nobody has the link: tries of a long outage must not push out links that were sent before.
            await claims.RemoveTokenAsync(token.Hash, cancellationToken);
        }

        if (isErased)
        {
            // While the mail went out: whoever erased it could not know of it.
            await ForgetAsync(message, cancellationToken);
        }
        else if (result.Status != ClaimMailStatus.Waiting)
        {
            await open.RemoveAsync(message.Credential, message.Number, cancellationToken);
        }
    }

    /// <summary>Of a credential that is erased.</summary>
    private async Task ForgetAsync(ClaimMessage message, CancellationToken cancellationToken)
    {
        await mailer.ForgetAsync(ClaimMailWriter.IdsOf(message.Credential, message.Number), cancellationToken);
        await open.RemoveAsync(message.Credential, cancellationToken);
    }

    /// <param name="Status">Where the mail stands after it.</param>
    /// <param name="Outcome">The metric's word.</param>
    /// <param name="IsFault">Whether it failed for the mail's own sake.</param>
    /// <param name="MayHaveGone">Whether somebody may have its link.</param>
    private sealed record Try(ClaimMailStatus Status, string Outcome, bool IsFault, bool MayHaveGone);
}
