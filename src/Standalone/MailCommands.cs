using System.CommandLine;
using LearnCoin.Api.Mail;
using LearnCoin.Commands;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Standalone;

/// <summary><c>learncoin mail preview</c>: what mails look like, about nobody.</summary>
internal static class MailCommands
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Folder to write to; made when missing.", Required = true };
        var preview = new Command("preview", "Write sample mails as .html and .txt files. They are about nobody; no setting and no store is read.") { folder };
        preview.SetAction((parsed, cancellationToken) => OperatorCommands.GuardAsync(() => PreviewAsync(parsed.GetRequiredValue(folder), cancellationToken)));
        return new Command("mail", "Mails to recipients.") { preview };
    }

    private static async Task<int> PreviewAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var renderer = new MailRenderer(NullLoggerFactory.Instance);
        foreach (var (name, mail) in MailSamples.Claims)
        {
            var content = await renderer.ClaimAsync(mail, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".html"), content.Html, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".txt"), $"Subject: {content.Subject}\n\n{content.Text}", cancellationToken);
            Console.WriteLine(Path.Combine(folder, name + ".html"));
        }

        return 0;
    }
}
