using LearnCoin.Core.Alerts;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Tests.Kernel;

namespace LearnCoin.Core.Tests.Mail;

public sealed class ToldMailerTests : IMailer, IAlerts
{
    private readonly TestClock clock = new();
    private readonly List<string> told = [];
    private Exception? failure;

    [Fact]
    public async Task An_outage_is_told_at_once_then_once_an_hour_and_its_end_once()
    {
        var mailer = new ToldMailer(this, this, clock);
        await SendAsync(mailer);
        failure = new MailUnavailableException("authentication");
        await SendAsync(mailer);
        clock.Advance(TimeSpan.FromMinutes(59));
        await SendAsync(mailer);
        Assert.Equal(["mail_unavailable authentication"], told);
        clock.Advance(TimeSpan.FromMinutes(2));
        await SendAsync(mailer);
        failure = null;
        await SendAsync(mailer);
        clock.Advance(TimeSpan.FromMinutes(5));
        await SendAsync(mailer);
        await SendAsync(mailer);
        Assert.Equal(["mail_unavailable authentication", "mail_unavailable authentication", "mail_resumed "], told);
    }

    [Fact]
    public async Task A_server_that_turns_away_every_fourth_connection_is_told_once_an_hour_and_never_as_over()
    {
        var mailer = new ToldMailer(this, this, clock);
        for (var minute = 0; minute < 120; minute++)
        {
            failure = minute % 4 == 0 ? new MailUnavailableException("reply 421") : null;
            await SendAsync(mailer);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["mail_unavailable reply 421", "mail_unavailable reply 421"], told);
    }

    [Fact]
    public async Task Five_refusals_in_a_row_are_told_by_the_reply_and_again_after_an_hour_while_it_lasts()
    {
        var mailer = new ToldMailer(this, this, clock);
        failure = new MailRefusedException("554");
        await SendAsync(mailer, 4);
        failure = null;
        await SendAsync(mailer);
        failure = new MailRefusedException("554");
        await SendAsync(mailer, 4);
        Assert.Empty(told);
        await SendAsync(mailer, 3);
        Assert.Equal(["mail_refused reply 554"], told);
        clock.Advance(TimeSpan.FromHours(1));
        await SendAsync(mailer);
        Assert.Equal(["mail_refused reply 554", "mail_refused reply 554"], told);
    }

    [Fact]
    public async Task A_mail_that_is_refused_or_put_off_by_itself_is_no_outage()
    {
        var mailer = new ToldMailer(this, this, clock);
        failure = new MailUnavailableException("reply 450") { IsOfThisMail = true };
        await SendAsync(mailer);
        failure = new MailRefusedException("550");
        await SendAsync(mailer);
        Assert.Empty(told);
    }

    [Fact]
    public async Task A_host_without_a_mailer_is_told_of()
    {
        await SendAsync(new ToldMailer(NoMailer.Instance, this, clock));
        Assert.Equal(["mail_unavailable not configured"], told);
    }

    ValueTask IMailer.SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => failure is null ? ValueTask.CompletedTask : throw failure;

    void IAlerts.Raise(Alert alert) => told.Add($"{alert.Type} {alert.Reason}");

    private static async Task SendAsync(ToldMailer mailer, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await SendAsync(mailer);
        }
    }

    private static async Task SendAsync(ToldMailer mailer) =>
        await Record.ExceptionAsync(async () => await mailer.SendAsync(new OutgoingMail("mail_1", "a@b.example", "Name", "Subject", "Text", "Html"), default));
}
