namespace LearnCoin.Core.Mail;

/// <summary>Makes the words of mails. The HTTP surface implements it: mails and pages share their components.</summary>
public interface IMailRenderer
{
    ValueTask<MailContent> ClaimAsync(ClaimMail mail, CancellationToken cancellationToken);
}

/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Html">A whole HTML document.</param>
public sealed record MailContent(string Subject, string Text, string Html);

/// <summary>What the mail with the claim link is made of (spec/api.md, "Claims").</summary>
/// <param name="TenantName">Who issued the credential.</param>
/// <param name="RecipientName">Whom it greets.</param>
/// <param name="Achievement">What for.</param>
/// <param name="ClaimUrl">The page, with the one-time secret in the fragment.</param>
/// <param name="Code">The secret alone, for readers without JavaScript.</param>
/// <param name="ExpiresAt">When the link ends.</param>
public sealed record ClaimMail(string TenantName, string RecipientName, string Achievement, string ClaimUrl, string Code, DateTimeOffset ExpiresAt)
{
    public string? LogoUrl { get; init; }

    /// <summary><c>#rrggbb</c>.</summary>
    public string? BrandColor { get; init; }

    public string? SupportEmail { get; init; }

    public string? WebsiteUrl { get; init; }

    /// <summary>Whether it is of the test environment, which the mail says.</summary>
    public bool IsTest { get; init; }

    /// <summary>Nothing: all of it is about a person.</summary>
    public override string ToString() => nameof(ClaimMail);
}

/// <summary>Where no mail can be written: a host without the HTTP surface.</summary>
public sealed class NoMailRenderer : IMailRenderer
{
    public static readonly NoMailRenderer Instance = new();

    public ValueTask<MailContent> ClaimAsync(ClaimMail mail, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("This host brings no IMailRenderer (CorePorts.MailRenderer): it cannot write mail");
}
