using System.Buffers;
using System.Text;
using LearnCoin.Core.Mail;
using MimeKit;

namespace LearnCoin.Local.Mail;

/// <summary>
/// Makes the message that leaves: text beside HTML, 7-bit, so that no server on the way rewrites it. It bears no <c>List-Unsubscribe</c>: RFC 2369
/// is for mails that a list sends, RFC 8058 and the rules of large mailbox providers for bulk and marketing mail, from which they except one-time
/// transactional mail. A claim mail is one answer to one credential: there is no list to leave, and a link that pretends so could only cut a
/// person off from what is theirs. Who does not want it lets it expire.
/// </summary>
/// <param name="from">The service's own address.</param>
/// <param name="time">Clock of the header <c>Date</c>.</param>
internal sealed class MimeComposer(string from, TimeProvider time)
{
    // RFC 5322 section 3.6.4 allows more; ids of ours have no more.
    private static readonly SearchValues<char> IdText = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");
    private const int MaxLine = 200;

    public string Domain { get; } = from[(from.LastIndexOf('@') + 1)..];

    /// <exception cref="ArgumentException">The id is none that a header or a file name can bear.</exception>
    public MimeMessage Compose(OutgoingMail mail)
    {
        if (!IsId(mail.Id))
        {
            throw new ArgumentException("The id of a mail has other characters than letters, digits, '_', '-' and '.'", nameof(mail));
        }

        var message = new MimeMessage
        {
            // The same when it is sent again: mailboxes and people can tell that it is the same mail.
            MessageId = $"{mail.Id}@{Domain}",
            Date = time.GetUtcNow(),
            Subject = Line(mail.Subject),
            Body = new MultipartAlternative { Part("plain", mail.Text), Part("html", mail.Html) },
        };
        message.From.Add(new MailboxAddress(Encoding.UTF8, Line(mail.SenderName), from));
        message.To.Add(new MailboxAddress("", mail.To));
        if (mail.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(new MailboxAddress("", replyTo));
        }

        // RFC 3834: no vacation notice answers; Exchange reads a header of its own.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }

    /// <summary>Whether it can stand in a header and be a file's name.</summary>
    internal static bool IsId(string text) => text.Length is >= 1 and <= 128 && !text.AsSpan().ContainsAnyExcept(IdText) && text[0] != '.';

    private static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    // What looks like an encoded word (RFC 2047) would be decoded where it is read, and could then be anything.
    private static string Line(string text) => OneLine.Of(text, MaxLine).Replace("=?", "= ?", StringComparison.Ordinal);
}
