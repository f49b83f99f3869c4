using LearnCoin.Core.Configuration;
using LearnCoin.Core.Mail;

namespace LearnCoin.Local.Mail;

/// <summary>The mailer that the settings name.</summary>
public static class Mailers
{
    private const string SenderInFiles = "no-reply@localhost";

    /// <param name="options">Settings that were found good.</param>
    /// <param name="folder">The folder sink's place, where the settings name none; null: a host without a disk of its own has none.</param>
    /// <param name="isEmbedded">Whether the host is the embedded one: on loopback it writes files when told nothing.</param>
    /// <param name="time">Clock of dates and time-outs.</param>
    /// <exception cref="SettingsException">There is no folder.</exception>
    public static IMailer Open(LearnCoinOptions options, string? folder, bool isEmbedded, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mail = options.Mail;
        return Transport(options, isEmbedded) switch
        {
            "smtp" => new SmtpMailer(SmtpSettings.Of(mail), time),
            "folder" => new EmlFolderMailer(
                mail.Folder ?? folder ?? throw new SettingsException(["Mail:Folder: expected the path of a folder: this host has no data folder."]),
                mail.From ?? SenderInFiles,
                time),
            _ => NoMailer.Instance,
        };
    }

    private static string Transport(LearnCoinOptions options, bool isEmbedded) =>
        options.Mail.Transport
        ?? (options.Mail.Host is not null ? "smtp"
        : isEmbedded && new Uri(options.PublicOrigin).IsLoopback ? "folder"
        : "none");
}
