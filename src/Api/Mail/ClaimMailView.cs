using LearnCoin.Api.Site;
using LearnCoin.Core.Mail;

namespace LearnCoin.Api.Mail;

/// <summary>A claim mail in words: what its HTML and its plain text share. All of it is text; only the component makes markup.</summary>
public sealed class ClaimMailView
{
    private readonly ClaimMail mail;
    private readonly (string, string) tenant;
    private readonly (string, string) date;

    /// <exception cref="ArgumentException">The claim URL is none.</exception>
    internal ClaimMailView(ClaimMail mail, Texts texts)
    {
        if (WebLink.Of(mail.ClaimUrl) is null)
        {
            throw new ArgumentException("The claim URL is no absolute http or https URL", nameof(mail));
        }

        this.mail = mail;
        Texts = texts;
        Tenant = OneLine.Of(mail.TenantName);
        Achievement = OneLine.Of(mail.Achievement);
        Recipient = OneLine.Of(mail.RecipientName);
        tenant = ("tenant", Isolated(Tenant));
        date = ("date", texts.DateTime(mail.ExpiresAt));
        Colors = BrandColors.Of(mail.BrandColor);
    }

    public Texts Texts { get; }

    public BrandColors Colors { get; }

    public string Tenant { get; }

    public string Achievement { get; }

    public string Recipient { get; }

    public string ClaimUrl => mail.ClaimUrl;

    public string Code => mail.Code;

    /// <summary>The page without the secret.</summary>
    public string PageUrl => mail.ClaimUrl.Split('#')[0];

    public string? LogoUrl => WebLink.Of(mail.LogoUrl);

    public string? WebsiteUrl => WebLink.Of(mail.WebsiteUrl);

    public string? SupportEmail => mail.SupportEmail;

    /// <summary>RFC 6068: what stands before the '@' is escaped, so that an address cannot add a subject or a copy.</summary>
    public string? SupportUrl => SupportEmail?.LastIndexOf('@') is { } at and >= 0 ? $"mailto:{Uri.EscapeDataString(SupportEmail[..at])}@{Uri.EscapeDataString(SupportEmail[(at + 1)..])}" : null;

    public string Subject => Texts[mail.IsTest ? "testSubject" : "subject", tenant, ("achievement", Isolated(Achievement))];

    public string Preview => Texts["preview", tenant, date];

    public string? TestBanner => mail.IsTest ? Texts["testBanner", tenant] : null;

    public string Greeting => Texts["greeting", ("recipient", Isolated(Recipient))];

    public string Intro => Texts["intro", tenant];

    public string Expiry => Texts["expiry", date];

    public string Why => Texts["why", tenant, ("origin", new Uri(mail.ClaimUrl).Host)];

    public string NoSupport => Texts["noSupport", tenant];

    /// <summary>The text around a place, which the component fills with a link.</summary>
    public (string Before, string After) Around(string name, string place)
    {
        var parts = Texts[name, tenant, (place, "\n")].Split('\n');
        return (parts[0], parts[1]);
    }

    public string Text()
    {
        string?[] blocks =
        [
            TestBanner,
            Greeting,
            $"{Intro}\n\n    {Achievement}",
            Texts["invitation"],
            $"{Texts["buttonLine"]}\n{ClaimUrl}",
            $"{Texts["codeIntroText", ("page", PageUrl)]}\n{Code}",
            Expiry,
            SupportEmail is null ? NoSupport : Texts["support", tenant, ("email", SupportEmail)],
            WebsiteUrl is null ? null : Texts["website", tenant, ("website", WebsiteUrl)],
            // RFC 3676 section 4.3: what follows this line is a signature.
            $"-- \n{Why}",
        ];
        return string.Join("\n\n", blocks.OfType<string>()) + "\n";
    }

    /// <summary>For a place in a sentence: a name in Arabic or Hebrew letters is isolated (FSI, PDI of Unicode), or the words around it would change places.</summary>
    private static string Isolated(string name) =>
        name.Any(static c => c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC')) ? $"\u2068{name}\u2069" : name;
}
