using System.Text.Json;
using LearnCoin.Core.Mail;
using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Mail;

namespace LearnCoin.Contracts.Mail;

public sealed class EmlFolderMailerTests : IDisposable
{
    private readonly TempFolder temp = new();

    private string Folder => temp.File("mail");

    [Fact]
    public async Task A_mail_becomes_a_file_of_its_id_that_other_programs_read()
    {
        var sent = Mails.To("zoe@mail.example", "mail_42");
        await Mailer.SendAsync(sent, default);
        using var parser = new OwnedProcess("node", [Path.Combine(Repository.Root, "tests/Contracts/node/parse.mjs"), Path.Combine(Folder, "mail_42.eml")]);
        var mail = JsonDocument.Parse(await parser.AnswerAsync(TimeSpan.FromSeconds(30))).RootElement;
        Assert.Equal(sent.Subject, mail.Text("subject"));
        Assert.Equal("zoe@mail.example", mail.GetProperty("to")[0].Text("address"));
        Assert.Equal("Universität Zürich", mail.GetProperty("from")[0].Text("name"));
        Assert.Equal("<mail_42@localhost>", mail.Text("messageId"));
        Assert.Equal(sent.Text.TrimEnd(), mail.Text("text")!.TrimEnd());
    }

    [Fact]
    public async Task Nobody_else_may_read_it_and_nothing_else_is_left()
    {
        await Mailer.SendAsync(Mails.To("zoe@mail.example", "mail_1"), default);
        await Mailer.SendAsync(Mails.To("zoe@mail.example", "mail_1"), default);
        var file = Assert.Single(Directory.GetFiles(Folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        }
    }

    [Fact]
    public async Task A_forgotten_mail_is_gone_and_the_others_stay()
    {
        await Mailer.SendAsync(Mails.To("zoe@mail.example", "mail_1"), default);
        await Mailer.SendAsync(Mails.To("zoe@mail.example", "mail_2"), default);
        await File.WriteAllTextAsync(Path.Combine(Folder, "mail_1.eml.x1.part"), "what a process left that was killed");
        await Mailer.ForgetAsync(["mail_1", "mail_9", "../mail/mail_2"], default);
        Assert.Equal("mail_2.eml", Path.GetFileName(Assert.Single(Directory.GetFiles(Folder))));
    }

    [Fact]
    public async Task Where_no_mail_was_written_there_is_nothing_to_forget()
    {
        await Mailer.ForgetAsync(["mail_1"], default);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task An_id_that_leads_out_of_the_folder_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Mailer.SendAsync(Mails.To("zoe@mail.example", "../out"), default));

    [Fact]
    public async Task A_folder_that_cannot_be_written_makes_mails_wait()
    {
        await File.WriteAllTextAsync(Folder, "a file in its place");
        var failure = await Assert.ThrowsAsync<MailUnavailableException>(async () => await Mailer.SendAsync(Mails.To("zoe@mail.example"), default));
        Assert.Equal("folder", failure.Reason);
    }

    public void Dispose() => temp.Dispose();

    private IMailer Mailer => new EmlFolderMailer(Folder, "no-reply@localhost", TimeProvider.System);
}
