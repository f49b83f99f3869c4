using System.Diagnostics;
using LearnCoin.Core.Mail;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Mail;
using MailKit.Security;
using Xunit.Abstractions;

namespace LearnCoin.Contracts.Mail;

/// <summary>Against nodemailer's SMTP server, read by mailparser.</summary>
public sealed class SmtpMailerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_mail_arrives_with_both_parts_over_tls_and_login_from_the_bounce_address()
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        var sent = Mails.To("zoe@mail.example");
        await mailer.SendAsync(sent, default);
        var mail = await server.MailAsync();
        Assert.True(mail.GetProperty("secure").GetBoolean());
        Assert.Equal("sender", mail.Text("user"));
        Assert.Equal("learncoin.example", mail.Text("hello"));
        Assert.Equal("bounces@learncoin.example", mail.Text("sender"));
        Assert.Equal("zoe@mail.example", Assert.Single(mail.GetProperty("recipients").EnumerateArray()).GetString());
        Assert.Equal("no-reply@learncoin.example", mail.GetProperty("from")[0].Text("address"));
        Assert.Equal("Universität Zürich", mail.GetProperty("from")[0].Text("name"));
        Assert.Equal("zoe@mail.example", mail.GetProperty("to")[0].Text("address"));
        Assert.Equal("support@uzh.example", mail.GetProperty("replyTo")[0].Text("address"));
        Assert.Equal(sent.Subject, mail.Text("subject"));
        Assert.Equal("<mail_01@learncoin.example>", mail.Text("messageId"));
        Assert.Equal(sent.Text.TrimEnd(), mail.Text("text")!.TrimEnd());
        Assert.Equal(sent.Html, mail.Text("html")!.TrimEnd());
        Assert.InRange(DateTimeOffset.UtcNow - mail.GetProperty("date").GetDateTimeOffset(), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Its_headers_keep_answering_machines_quiet_and_its_bytes_need_no_rewriting()
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        await mailer.SendAsync(Mails.To("zoe@mail.example"), default);
        var mail = await server.MailAsync();
        Assert.Equal(["auto-generated"], mail.Headers("Auto-Submitted"));
        Assert.Equal(["All"], mail.Headers("X-Auto-Response-Suppress"));
        Assert.StartsWith("multipart/alternative", Assert.Single(mail.Headers("Content-Type")), StringComparison.Ordinal);
        Assert.Empty(mail.Headers("List-Unsubscribe"));
        Assert.Empty(mail.Headers("X-Mailer"));
        Assert.True(mail.GetProperty("sevenBit").GetBoolean());
        Assert.InRange(mail.GetProperty("longestLine").GetInt32(), 1, 998);
        Assert.Equal(0, mail.GetProperty("attachments").GetInt32());
    }

    [Fact]
    public async Task A_server_that_knows_dsn_is_asked_not_to_send_the_mail_back()
    {
        using var server = await MailServer.StartAsync(("hideDsn", false));
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        await mailer.SendAsync(Mails.To("zoe@mail.example"), default);
        var mail = await server.MailAsync();
        Assert.Equal("HDRS", mail.GetProperty("senderArgs").Text("RET"));
        Assert.Equal("FAILURE", mail.GetProperty("recipientArgs").Text("NOTIFY"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public async Task A_hundred_mails_go_by_few_connections_and_each_arrives_once(int most)
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings() with { Connections = most }, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) => await mailer.SendAsync(Mails.To($"p{i}@mail.example", $"mail_{i}"), default));
        output.WriteLine($"100 mails in {watch.ElapsedMilliseconds} ms");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var connections = 0;
        for (var i = 0; i < 100; i++)
        {
            var mail = await server.MailAsync();
            Assert.True(ids.Add(mail.Text("messageId")!));
            connections = mail.GetProperty("connections").GetInt32();
        }

        Assert.InRange(connections, 1, most);
    }

    [Fact]
    public async Task A_connection_that_the_server_ended_meanwhile_costs_no_mail()
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        await mailer.SendAsync(Mails.To("one@mail.example"), default);
        var first = await server.MailAsync();
        await server.DropAsync();
        await mailer.SendAsync(Mails.To("two@mail.example"), default);
        var second = await server.MailAsync();
        Assert.NotEqual(first.Text("session"), second.Text("session"));
    }

    [Fact]
    public async Task The_wait_for_a_connection_is_part_of_a_mails_time()
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings() with { Connections = 1, Patience = TimeSpan.FromSeconds(3) }, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        var failures = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Record.ExceptionAsync(async () => await mailer.SendAsync(Mails.To("hang@mail.example", $"mail_{i}"), default))));
        Assert.All(failures, static failure => Assert.Equal("timeout", Assert.IsType<MailUnavailableException>(failure).Reason));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_connection_that_has_gone_dumb_is_left_soon_and_costs_no_mail()
    {
        using var server = await MailServer.StartAsync(("muteNoop", true));
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        await mailer.SendAsync(Mails.To("one@mail.example"), default);
        await server.MailAsync();
        var watch = Stopwatch.StartNew();
        await mailer.SendAsync(Mails.To("two@mail.example"), default);
        Assert.Equal(2, (await server.MailAsync()).GetProperty("connections").GetInt32());
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task It_logs_in_by_what_the_server_offers(string method)
    {
        using var server = await MailServer.StartAsync(("methods", new[] { method }));
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        await mailer.SendAsync(Mails.To("zoe@mail.example"), default);
        var login = await server.NextAsync("login");
        Assert.Equal(method, login.Text("method"));
        Assert.True(login.GetProperty("secure").GetBoolean());
    }

    [Fact]
    public async Task Tls_from_the_first_byte_works_too()
    {
        using var server = await MailServer.StartAsync(("secure", true));
        await using var mailer = new SmtpMailer(server.Settings(SecureSocketOptions.SslOnConnect), TimeProvider.System);
        await mailer.SendAsync(Mails.To("zoe@mail.example"), default);
        Assert.True((await server.MailAsync()).GetProperty("secure").GetBoolean());
    }

    [Theory]
    [InlineData("Evil\r\nBcc: other@mail.example\r\n", "Evil Bcc: other@mail.example")]
    [InlineData("\"Quoted\" <boss@bank.example>, x", "\"Quoted\" <boss@bank.example>, x")]
    [InlineData("Back\\slash; (comment) \u202Egnp\u2028\u0000\u001b[2J", "Back\\slash; (comment) gnp [2J")]
    [InlineData("=?utf-8?q?B=0D=0ABcc:_x@mail.example?=", "= ?utf-8?q?B=0D=0ABcc:_x@mail.example?=")]
    [InlineData("Zoë 日本語 🎓 العربية", "Zoë 日本語 🎓 العربية")]
    public async Task Names_and_subjects_can_be_nothing_but_names_and_subjects(string given, string expected)
    {
        using var server = await MailServer.StartAsync();
        await using var mailer = new SmtpMailer(server.Settings(), TimeProvider.System);
        await mailer.SendAsync(Mails.To("zoe@mail.example") with { SenderName = given, Subject = given }, default);
        var mail = await server.MailAsync();
        Assert.Equal(expected, mail.Text("subject"));
        Assert.Equal(1, mail.GetProperty("from").GetArrayLength());
        Assert.Equal(expected, mail.GetProperty("from")[0].Text("name"));
        Assert.Equal("no-reply@learncoin.example", mail.GetProperty("from")[0].Text("address"));
        Assert.Empty(mail.Headers("Bcc"));
        Assert.Single(mail.GetProperty("recipients").EnumerateArray());
    }

    [Theory]
    [InlineData("a@b.example>\r\nRCPT TO:<c@d.example")]
    [InlineData("a@b.example\nDATA")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("<a@b.example>")]
    [InlineData("josé@b.example")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused_before_a_server_is_asked(string recipient)
    {
        await using var mailer = new SmtpMailer(new SmtpSettings("127.0.0.1", 1, SecureSocketOptions.StartTls, "a@b.example", "a@b.example"), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<MailRefusedException>(async () => await mailer.SendAsync(Mails.To(recipient), default));
        Assert.Equal("553", refused.Reply);
    }

    [Fact]
    public async Task An_id_that_could_end_a_header_is_a_bug_and_told_so()
    {
        await using var mailer = new SmtpMailer(new SmtpSettings("127.0.0.1", 1, SecureSocketOptions.StartTls, "a@b.example", "a@b.example"), TimeProvider.System);
        await Assert.ThrowsAsync<ArgumentException>(async () => await mailer.SendAsync(Mails.To("a@b.example", "x>\r\nBcc: y"), default));
    }
}
