using LearnCoin.Core.Mail;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Mail;
using MailKit.Security;

namespace LearnCoin.Contracts.Mail;

/// <summary>What goes wrong at each stage, and what is told of it: codes and fixed words, never what a server wrote.</summary>
public sealed class SmtpFailureTests
{
    [Fact]
    public async Task Without_starttls_no_login_and_no_mail_is_sent()
    {
        using var server = await MailServer.StartAsync(("hideStartTls", true), ("authOptional", true));
        Assert.Equal("no starttls", (await UnavailableAsync(server.Settings())).Reason);
        Assert.Equal("no starttls", (await UnavailableAsync(server.Settings(password: null))).Reason);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_ends_it()
    {
        using var server = await MailServer.StartAsync();
        Assert.Equal("tls", (await UnavailableAsync(server.Settings() with { Trust = null })).Reason);
    }

    [Fact]
    public async Task A_wrong_password_makes_mails_wait()
    {
        using var server = await MailServer.StartAsync();
        var failure = await UnavailableAsync(server.Settings(password: "wrong-password"));
        Assert.Equal("authentication", failure.Reason);
        Assert.False(failure.IsOfThisMail);
    }

    [Fact]
    public async Task A_server_that_wants_a_login_we_have_not_makes_mails_wait()
    {
        using var server = await MailServer.StartAsync();
        Assert.Equal("authentication", (await UnavailableAsync(server.Settings(password: null))).Reason);
    }

    [Fact]
    public async Task A_server_without_logins_makes_mails_wait()
    {
        using var server = await MailServer.StartAsync(("disabled", new[] { "AUTH" }), ("authOptional", true));
        Assert.Equal("authentication", (await UnavailableAsync(server.Settings())).Reason);
    }

    [Theory]
    [InlineData("greeting", 554, "reply 554")]
    [InlineData("greeting", 421, "reply 421")]
    [InlineData("mail", 451, "sender, reply 451")]
    [InlineData("mail", 452, "sender, reply 452")]
    [InlineData("mail", 550, "sender, reply 550")]
    [InlineData("mail", 501, "sender, reply 501")]
    public async Task What_is_said_before_the_recipient_is_named_makes_mails_wait(string stage, int code, string reason)
    {
        using var server = await MailServer.StartAsync((stage, code));
        var failure = await UnavailableAsync(server.Settings());
        Assert.Equal((reason, false, false), (failure.Reason, failure.IsOfThisMail, failure.MayHaveGone));
    }

    [Theory]
    [InlineData("rcpt-550-5.7.1", "policy, reply 550")]
    [InlineData("rcpt-554-5.7.26", "policy, reply 554")]
    [InlineData("data-554-5.7.1", "policy, reply 554")]
    public async Task What_the_server_refuses_by_its_policy_is_of_the_service_and_makes_mails_wait(string recipient, string reason)
    {
        using var server = await MailServer.StartAsync();
        var failure = await UnavailableAsync(server.Settings(), recipient);
        Assert.Equal((reason, false), (failure.Reason, failure.IsOfThisMail));
    }

    [Fact]
    public async Task Who_is_stopped_waits_for_the_answer_to_a_mail_that_the_server_has_begun_to_take()
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        using var stopping = new CancellationTokenSource();
        var sending = mailer.SendAsync(Mails.To("slow@mail.example"), stopping.Token).AsTask();
        await server.NextAsync("begun");
        await stopping.CancelAsync();
        await sending;
        await server.MailAsync();
    }

    [Theory]
    [InlineData("rcpt-450", "reply 450")]
    [InlineData("data-451", "reply 451")]
    [InlineData("data-452", "reply 452")]
    public async Task A_4xx_to_the_recipient_or_the_content_puts_off_this_mail(string recipient, string reason)
    {
        using var server = await MailServer.StartAsync();
        var failure = await UnavailableAsync(server.Settings(), recipient);
        Assert.Equal(reason, failure.Reason);
        Assert.True(failure.IsOfThisMail);
    }

    [Theory]
    [InlineData("rcpt-550", "550")]
    [InlineData("rcpt-553", "553")]
    [InlineData("rcpt-550-5.1.1", "550")]
    [InlineData("data-554", "554")]
    public async Task A_5xx_to_the_recipient_or_the_content_refuses_this_mail_and_the_next_goes_by_the_same_connection(string recipient, string reply)
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<MailRefusedException>(async () => await mailer.SendAsync(Mails.To(recipient + "@mail.example"), default));
        Assert.Equal(reply, refused.Reply);
        AssertSilent(refused, recipient);
        await mailer.SendAsync(Mails.To("good@mail.example"), default);
        Assert.Equal(1, (await server.MailAsync()).GetProperty("connections").GetInt32());
    }

    [Fact]
    public async Task A_mail_that_is_too_large_is_refused_for_good()
    {
        using var server = await MailServer.StartAsync(("size", 500));
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<MailRefusedException>(async () => await mailer.SendAsync(Mails.To("good@mail.example"), default));
        Assert.Equal("552", refused.Reply);
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_of_a_mail_makes_it_wait_and_the_next_goes_by_a_new_connection()
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        var failure = await Assert.ThrowsAsync<MailUnavailableException>(async () => await mailer.SendAsync(Mails.To("die@mail.example"), default));
        Assert.Equal(("connection lost", true), (failure.Reason, failure.MayHaveGone));
        AssertSilent(failure, "die@");
        await mailer.SendAsync(Mails.To("good@mail.example"), default);
        Assert.Equal(2, (await server.MailAsync()).GetProperty("connections").GetInt32());
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_in_time()
    {
        using var server = await MailServer.StartAsync();
        Assert.Equal("timeout", (await UnavailableAsync(server.Settings() with { Patience = TimeSpan.FromSeconds(2) }, "hang")).Reason);
    }

    [Fact]
    public async Task Nobody_there_is_told_as_unreachable() =>
        Assert.Equal("unreachable", (await UnavailableAsync(new SmtpSettings("127.0.0.1", Loopback.FreePort(), SecureSocketOptions.StartTls, "a@b.example", "a@b.example"))).Reason);

    [Fact]
    public async Task Who_cancels_gets_no_other_word_for_it()
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await mailer.SendAsync(Mails.To("hang@mail.example"), soon.Token));
    }

    private static async Task<MailUnavailableException> UnavailableAsync(SmtpSettings settings, string recipient = "zoe")
    {
        await using var mailer = new SmtpMailer(settings, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<MailUnavailableException>(async () => await mailer.SendAsync(Mails.To(recipient + "@mail.example"), default));
        AssertSilent(failure, recipient + "@");
        return failure;
    }

    private static void AssertSilent(Exception failure, string recipient)
    {
        var told = failure.ToString();
        string[] secrets = ["mail.example", "secret.example", "wrong-password", "Nachweis", Mails.Secret, recipient + "@"];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
        Assert.Null(failure.InnerException);
    }
}
