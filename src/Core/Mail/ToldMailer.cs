using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Mail;

/// <summary>Tells operators that no mail can be sent, at once and then once an hour while it lasts, and when it can again.</summary>
public sealed class ToldMailer(IMailer inner, IAlerts alerts, TimeProvider time) : IMailer
{
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private DateTimeOffset? told;

    public async ValueTask SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            await inner.SendAsync(mail, cancellationToken);
        }
        catch (MailUnavailableException exception) when (!exception.IsOfThisMail)
        {
            TellDown(exception.Reason);
            throw;
        }

        TellBack();
    }

    public ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => inner.ForgetAsync(ids, cancellationToken);

    private void TellDown(string reason)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            // Also when the clock was set back.
            if (told is { } last && now - last < Again && now >= last)
            {
                return;
            }

            told = now;
        }

        alerts.Raise(new Alert(AlertTypes.MailUnavailable, now) { Reason = reason });
    }

    private void TellBack()
    {
        lock (gate)
        {
            if (told is null)
            {
                return;
            }

            told = null;
        }

        alerts.Raise(new Alert(AlertTypes.MailResumed, time.GetUtcNow()));
    }
}
