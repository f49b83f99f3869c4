using LearnCoin.EndToEnd.Parts;
using LearnCoin.Local.Mail;
using MailKit.Security;

namespace LearnCoin.Contracts.Mail;

internal static class MailServerSettings
{
    public static SmtpSettings Settings(this MailServer server, SecureSocketOptions security = SecureSocketOptions.StartTls, string? password = "right") =>
        new("127.0.0.1", server.Port, security, "no-reply@learncoin.example", "bounces@learncoin.example")
        {
            Username = password is null ? null : "sender",
            Password = password,
            Patience = TimeSpan.FromSeconds(20),
            Trust = server.Trust,
        };
}
