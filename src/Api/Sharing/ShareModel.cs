using System.Globalization;
using LearnCoin.Api.Pages;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace LearnCoin.Api.Sharing;

/// <summary>What anyone can take from the page of a credential. Nothing of it names the recipient.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="PageUrl">Address of its page.</param>
/// <param name="DocumentPath">Where the signed document is; null until it is signed.</param>
/// <param name="LinkedInUrl">LinkedIn's own form, filled in; null for a credential that is revoked, erased, or not signed yet.</param>
/// <param name="BadgeAlt">What the badge is of, where its picture cannot be seen.</param>
public sealed record ShareModel(CredentialId Credential, string PageUrl, string? DocumentPath, string? LinkedInUrl, string BadgeAlt)
{
    /// <param name="credential">The credential.</param>
    /// <param name="content">What it says.</param>
    /// <param name="isSigned">Whether its document can be had.</param>
    /// <param name="tenantName">Who awarded it.</param>
    /// <param name="pageUrl">Address of its page.</param>
    internal static ShareModel Of(StoredCredential credential, CredentialContent content, bool isSigned, string tenantName, string pageUrl)
    {
        // What is revoked is not for a profile; nor is what its recipient wished to be forgotten.
        var isForProfile = isSigned && credential.RevokedAt is null && credential.ErasedAt is null;
        return new ShareModel(
            credential.Id,
            pageUrl,
            isSigned ? $"/c/{credential.Id}.json" : null,
            isForProfile ? LinkedIn(credential.Id, content, tenantName, pageUrl) : null,
            BadgeMarkup.Alt(content.Name, tenantName));
    }

    /// <summary>
    /// LinkedIn's "Add to profile" form (its documentation for issuers, "Add to Profile"): name, organizationName, issueYear, issueMonth,
    /// expirationYear, expirationMonth, certUrl, certId.
    /// </summary>
    private static string LinkedIn(CredentialId id, CredentialContent content, string tenantName, string pageUrl)
    {
        var query = new Dictionary<string, string?>
        {
            ["startTask"] = "CERTIFICATION_NAME",
            ["name"] = content.Name,
            ["organizationName"] = tenantName,
            ["issueYear"] = content.ValidFrom.UtcDateTime.Year.ToString(CultureInfo.InvariantCulture),
            ["issueMonth"] = content.ValidFrom.UtcDateTime.Month.ToString(CultureInfo.InvariantCulture),
        };
        if (content.ValidUntil is { } until)
        {
            query["expirationYear"] = until.UtcDateTime.Year.ToString(CultureInfo.InvariantCulture);
            query["expirationMonth"] = until.UtcDateTime.Month.ToString(CultureInfo.InvariantCulture);
        }

        query["certUrl"] = pageUrl;
        query["certId"] = id.Value;
        return QueryHelpers.AddQueryString("https://www.linkedin.com/profile/add", query);
    }
}
