namespace LearnCoin.Core.Mail;

/// <summary>Sends mail: SMTP, or a folder of .eml files in development.</summary>
public interface IMailer
{
    /// <summary>Hands one mail to the next server, or writes it; it is durable there when this returns.</summary>
    /// <exception cref="MailRefusedException">The server will not take it, now or later.</exception>
    /// <exception cref="MailUnavailableException">It may be taken later.</exception>
    ValueTask SendAsync(OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>Deletes what this mailer itself still keeps of mails, by <see cref="OutgoingMail.Id"/>: whom they were for has been erased. What the next server took is beyond reach.</summary>
    ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>A mail. The sender is the service's own address (setting <c>Mail:From</c>); only the name beside it is the tenant's.</summary>
/// <param name="Id">What the <c>Message-ID</c> is made of, the same when the same mail is sent again: no part of it tells who it is for.</param>
/// <param name="To">Address of the recipient.</param>
/// <param name="SenderName">Display name of the sender.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text part.</param>
/// <param name="Html">HTML part.</param>
public sealed record OutgoingMail(string Id, string To, string SenderName, string Subject, string Text, string Html)
{
    /// <summary>Address for answers; null: the sender's.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The id alone: all else is about a person.</summary>
    public override string ToString() => Id;
}

/// <summary>The mail server refuses a mail for good (5xx of RFC 5321). The message holds the reply code only: texts of servers repeat addresses.</summary>
public sealed class MailRefusedException(string reply) : Exception($"The mail server refused it: {reply}")
{
    public string Reply { get; } = reply;
}

/// <summary>The mail server cannot be reached, cannot take a mail now (4xx of RFC 5321), or takes none from this service (its policy, the login, the sender). The message holds no address.</summary>
public sealed class MailUnavailableException(string reason) : Exception($"The mail server is unavailable: {reason}")
{
    /// <summary>A fixed word, or <c>reply NNN</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether the server put off this mail alone (a 4xx to its recipient or content), so that others may still go.</summary>
    public bool IsOfThisMail { get; init; }

    /// <summary>Whether nobody can say if the server took the mail: no answer came.</summary>
    public bool MayHaveGone { get; init; }
}

/// <summary>Where no mail can be sent: a command line that runs no workflows, a host without the setting.</summary>
public sealed class NoMailer : IMailer
{
    public static readonly NoMailer Instance = new();

    public ValueTask SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => throw new MailUnavailableException("not configured");
}
