using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Core.Claims;

/// <summary>Makes the mail with a claim link, in the tenant's name.</summary>
internal sealed class ClaimMailWriter(IMailRenderer renderer, PublicUrls urls)
{
    /// <summary>A hash: the name of a mail stands in headers and logs of mail servers, where the credential's id would lead to its page.</summary>
    public static string IdOf(CredentialId credential, int number) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"claim mail {credential} {number}")))[..32];

    /// <summary>Names of all mails of a credential, as the mailer knows them.</summary>
    public static IReadOnlyList<string> IdsOf(CredentialId credential, int mails) => [.. Enumerable.Range(1, mails).Select(number => IdOf(credential, number))];

    public async ValueTask<OutgoingMail> WriteAsync(
        StoredCredential credential, int number, Tenant tenant, ClaimToken token, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var mail = new ClaimMail(
            tenant.Name, credential.RecipientName ?? "", AchievementName(credential), $"{urls.Page(credential.Id)}#claim={token.Text}", token.Text, expiresAt)
        {
            // From here: a mail must not make readers fetch from wherever the tenant points.
            LogoUrl = tenant.LogoUrl is null ? null : urls.Logo(tenant.Id),
            BrandColor = tenant.BrandColor,
            SupportEmail = tenant.SupportEmail,
            WebsiteUrl = tenant.WebsiteUrl,
            IsTest = credential.Environment == TenantEnvironment.Test,
        };
        var content = await renderer.ClaimAsync(mail, cancellationToken);
        return new OutgoingMail(IdOf(credential.Id, number), credential.RecipientEmail!, tenant.Name, content.Subject, content.Text, content.Html)
        {
            ReplyTo = tenant.SupportEmail,
        };
    }

    private static string AchievementName(StoredCredential credential)
    {
        using var document = JsonDocument.Parse(credential.Document ?? throw new InvalidDataException($"Credential {credential.Id} of an anchored batch is not signed"));
        return document.RootElement.GetProperty("credentialSubject").GetProperty("achievement").GetProperty("name").GetString() ?? "";
    }
}
