using LearnCoin.Core.Alerts;

namespace LearnCoin.Core.Mail;

/// <summary>
/// Tells operators that no mail can be sent, at once and then once an hour while it lasts, and when it can again: after five minutes without a
/// failure, since a server that turns away every fourth connection would else be told of with each mail. Tells too when one mail after the
/// other is refused, which is rarely the recipients' doing.
/// </summary>
public sealed class ToldMailer(IMailer inner, IAlerts alerts, TimeProvider time) : IMailer
{
    /// <summary>Mails refused in a row, by then it is told.</summary>
    internal const int RefusalsTold = 5;

    private static readonly TimeSpan Again = TimeSpan.FromHours(1);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private DateTimeOffset? toldDown;
    private DateTimeOffset? toldRefused;
    private DateTimeOffset failedAt;
    private bool isDown;
    private int refusals;

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
        catch (MailRefusedException exception)
        {
            TellRefused(exception.Reply);
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
            failedAt = now;
            if (IsRecent(toldDown, now, Again))
            {
                return;
            }

            (toldDown, isDown) = (now, true);
        }

        alerts.Raise(new Alert(AlertTypes.MailUnavailable, now) { Reason = reason });
    }

    private void TellRefused(string reply)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (++refusals < RefusalsTold || IsRecent(toldRefused, now, Again))
            {
                return;
            }

            toldRefused = now;
        }

        alerts.Raise(new Alert(AlertTypes.MailRefused, now) { Reason = $"reply {reply}" });
    }

    private void TellBack()
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            refusals = 0;
            if (!isDown || IsRecent(failedAt, now, Calm))
            {
                return;
            }

            isDown = false;
        }

        alerts.Raise(new Alert(AlertTypes.MailResumed, now));
    }

    // A time ahead was noted before the clock was set back.
    private static bool IsRecent(DateTimeOffset? then, DateTimeOffset now, TimeSpan span) => then is { } last && now - last < span && now >= last;
}
