using LearnCoin.Core.Configuration;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Mail;

/// <summary>Mails about nobody, for previews.</summary>
public static class MailSamples
{
    private const string Page = "https://learncoin.example/c/crd_01JZZZZZZZZZZZZZZZZZZZZZZZ";
    private const string Code = "UHJldmlldyBvZiBhIG1haWwsIG5vdCBhIGNvZGUgYXQgYWxs";

    /// <summary>Each with a name that can be a file's.</summary>
    public static IReadOnlyList<(string Name, ClaimMail Mail)> Claims { get; } =
    [
        ("claim", Of("Example University", "Ada Example", "Introduction to Machine Learning") with
        {
            BrandColor = "#0f766e",
            SupportEmail = "support@example.edu",
            WebsiteUrl = "https://www.example.edu",
        }),
        ("claim-test", Of("Example University", "Ada Example", "Introduction to Machine Learning") with { IsTest = true, BrandColor = "#7f1d1d", SupportEmail = "support@example.edu" }),
        ("claim-plain", Of("Example Academy", "Ada Example", "First Aid")),
        ("claim-pale", Of("Zürcher Kochschule", "Zoë Nguyễn-O’Neill", "Crème brûlée & Pâtisserie") with { BrandColor = "#fef08a", SupportEmail = "hallo@example.ch" }),
        ("claim-long", Of(
            "Hochschule für angewandte Wissenschaften und nachhaltige Donaudampfschifffahrtsgesellschaften am Bodensee",
            "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh of Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
            "Professional certificate in the theory, practice, governance and documentation of very long achievement names")
            with { BrandColor = "#111827", SupportEmail = "questions.about.very.long.credentials@department-of-extension-studies.example.edu" }),
        ("claim-arabic", Of("جامعة المثال", "ليلى مثال", "مقدمة في تعلم الآلة") with { BrandColor = "#1d4ed8", SupportEmail = "support@example.edu" }),
    ];

    /// <summary>One in a tenant's name, to show it what its recipients get.</summary>
    public static ClaimMail InNameOf(Tenant tenant, PublicUrls urls, bool isTest, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(urls);
        return Of(tenant.Name, "Ada Example", "Introduction to Machine Learning") with
        {
            ExpiresAt = now.AddDays(tenant.ClaimLinkDays),
            LogoUrl = tenant.LogoUrl is null ? null : urls.Logo(tenant.Id),
            BrandColor = tenant.BrandColor,
            SupportEmail = tenant.SupportEmail,
            WebsiteUrl = tenant.WebsiteUrl,
            IsTest = isTest,
        };
    }

    private static ClaimMail Of(string tenant, string recipient, string achievement) =>
        new(tenant, recipient, achievement, $"{Page}#claim={Code}", Code, new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero));
}
