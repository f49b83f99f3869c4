using System.Text.RegularExpressions;
using MimeKit;

namespace LearnCoin.Api.Tests.Host;

/// <summary>A folder that mails are written to instead of being sent, and their claim links.</summary>
internal sealed partial class MailFolder
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("learncoin-mails-");

    public string FullName => folder.FullName;

    /// <summary>The secret of the newest mail to an address.</summary>
    /// <param name="address">Whose.</param>
    /// <param name="mail">How many there must be by then.</param>
    public async Task<string> TokenAsync(string address, int mail = 1)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            var found = folder.EnumerateFiles("*.eml").OrderBy(static file => file.LastWriteTimeUtc)
                .Select(static file => MimeMessage.Load(file.FullName)).Where(message => message.To.Mailboxes.Single().Address == address).ToList();
            if (found.Count >= mail)
            {
                return Secret().Match(found[^1].TextBody!).Groups["token"].Value;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("No mail came");
    }

    public void Delete() => folder.Delete(recursive: true);

    [GeneratedRegex("#claim=(?<token>[A-Za-z0-9_-]{43})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();
}
