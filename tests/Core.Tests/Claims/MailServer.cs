using LearnCoin.Core.Mail;

namespace LearnCoin.Core.Tests.Claims;

/// <summary>Takes mails, or fails as it is told; its renderer writes the link alone.</summary>
internal sealed class MailServer : IMailer, IMailRenderer
{
    private readonly Lock gate = new();

    public List<OutgoingMail> Taken { get; } = [];

    public List<string> Forgotten { get; } = [];

    public List<ClaimMail> Rendered { get; } = [];

    public int Tries { get; private set; }

    /// <summary>Called before a mail is taken; throws to refuse it.</summary>
    public Action<OutgoingMail> OnSend { get; set; } = static _ => { };

    /// <summary>Secrets of the links that were taken, oldest first.</summary>
    public IReadOnlyList<string> Tokens => [.. Taken.Select(static mail => mail.Text.Split("#claim=")[1])];

    public ValueTask SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Tries++;
            OnSend(mail);
            Taken.Add(mail);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        Forgotten.AddRange(ids);
        return ValueTask.CompletedTask;
    }

    public ValueTask<MailContent> ClaimAsync(ClaimMail mail, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Rendered.Add(mail);
        }

        return ValueTask.FromResult(new MailContent("Your credential", mail.ClaimUrl, "<p>"));
    }
}
