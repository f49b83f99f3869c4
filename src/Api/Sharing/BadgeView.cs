using System.Xml;
using LearnCoin.Api.Pages;
using LearnCoin.Api.Site;
using LearnCoin.Core;
using LearnCoin.Core.Batches;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Mail;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Api.Sharing;

/// <summary>What is shown of a credential on pages of others: who awarded what, and whether it holds now. The recipient is not in it, so that it cannot come out.</summary>
/// <param name="Tenant">Name of the tenant, one line.</param>
/// <param name="Achievement">Name of the achievement, one line.</param>
/// <param name="State">What holds now, by our records; a reader who must know opens the page and checks.</param>
/// <param name="IsTest">Of the test environment.</param>
/// <param name="PageUrl">Address of the page.</param>
public sealed record BadgeView(string Tenant, string Achievement, PageState State, bool IsTest, string PageUrl)
{
    /// <summary><c>--accent</c> of <c>site.css</c>.</summary>
    private const string SiteAccent = "#24476f";

    public BrandColors Colors { get; init; } = BrandColors.Of(SiteAccent);

    public string? WebsiteUrl { get; init; }

    /// <summary>The day that belongs to the state: of the issue, of the revocation, of the end; null: none does.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <returns>Null where there is no such credential.</returns>
    internal static async Task<BadgeView?> FindAsync(LearnCoinCore core, string id, CancellationToken cancellationToken)
    {
        if (!CredentialId.TryParse(id, out var credentialId) || await core.Batches.FindCredentialAsync(credentialId, cancellationToken) is not ({ } credential, { } batch))
        {
            return null;
        }

        var tenant = await core.Tenants.FindAsync(batch.Tenant, cancellationToken) ?? throw new InvalidDataException($"No tenant {batch.Tenant}");
        return Of(core, tenant, credential, batch);
    }

    private static BadgeView Of(LearnCoinCore core, Tenant tenant, StoredCredential credential, Batch batch)
    {
        var content = CredentialContent.Of(credential);
        var state = PageStates.Of(credential, batch, content, core.Time.GetUtcNow());
        return new BadgeView(Line(tenant.Name), Line(content.Name), state, batch.Environment == TenantEnvironment.Test, core.Urls.Page(credential.Id))
        {
            Colors = BrandColors.Of(tenant.BrandColor ?? SiteAccent),
            WebsiteUrl = WebLink.Of(tenant.WebsiteUrl),
            Since = state switch
            {
                PageState.Anchored or PageState.Pending => content.ValidFrom,
                PageState.NotYetValid => content.ValidFrom,
                PageState.Expired => content.ValidUntil,
                PageState.Revoked => credential.RevokedAt,
                _ => null,
            },
        };
    }

    /// <summary>One line of characters that XML can hold.</summary>
    private static string Line(string text)
    {
        var line = OneLine.Of(text);
        return line.All(static c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)) ? line : string.Concat(line.Where(static c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
    }
}
