using System.Globalization;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace LearnCoin.Api.Claims;

/// <summary>What the page of a credential offers for claiming it.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="TakesCode">Whether there is a claim that a code could make.</param>
/// <param name="Error">What came of a code that was typed in.</param>
public sealed record ClaimModel(CredentialId Credential, bool TakesCode, string? Error);

/// <summary>What the page shows to the one who claimed.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="FormToken">Goes into every form.</param>
/// <param name="VerifyUrl">Address to share.</param>
/// <param name="LinkedInUrl">LinkedIn's own form, filled in; null for a credential that is revoked, or not signed yet.</param>
/// <param name="ErasureRequestedAt">When its erasure was asked for.</param>
public sealed record RecipientModel(CredentialId Credential, string FormToken, string VerifyUrl, string? LinkedInUrl, DateTimeOffset? ErasureRequestedAt)
{
    public static async Task<RecipientModel> CreateAsync(LearnCoinCore core, StoredCredential credential, string session, string tenantName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentNullException.ThrowIfNull(credential);
        var verifyUrl = core.Urls.Page(credential.Id);
        var request = await core.ErasureRequests.FindAsync(credential.Tenant, credential.Environment, credential.Id, cancellationToken);
        return new RecipientModel(
            credential.Id,
            SessionCookie.FormToken(session),
            verifyUrl,
            // What is revoked is not for a profile.
            credential.Document is null || credential.RevokedAt is not null ? null : LinkedIn(credential.Document, credential.Id, verifyUrl, tenantName),
            request?.RequestedAt);
    }

    /// <summary>
    /// LinkedIn's "Add to profile" form (its documentation for issuers, "Add to Profile"): name, organizationName, issueYear, issueMonth,
    /// expirationYear, expirationMonth, certUrl, certId.
    /// </summary>
    internal static string LinkedIn(byte[] document, CredentialId id, string verifyUrl, string tenantName)
    {
        using var parsed = JsonDocument.Parse(document);
        var root = parsed.RootElement;
        var issued = root.GetProperty("validFrom").GetDateTimeOffset().UtcDateTime;
        var query = new Dictionary<string, string?>
        {
            ["startTask"] = "CERTIFICATION_NAME",
            ["name"] = root.GetProperty("credentialSubject").GetProperty("achievement").GetProperty("name").GetString(),
            ["organizationName"] = tenantName,
            ["issueYear"] = issued.Year.ToString(CultureInfo.InvariantCulture),
            ["issueMonth"] = issued.Month.ToString(CultureInfo.InvariantCulture),
        };
        if (root.TryGetProperty("validUntil", out var until))
        {
            var ends = until.GetDateTimeOffset().UtcDateTime;
            query["expirationYear"] = ends.Year.ToString(CultureInfo.InvariantCulture);
            query["expirationMonth"] = ends.Month.ToString(CultureInfo.InvariantCulture);
        }

        query["certUrl"] = verifyUrl;
        query["certId"] = id.Value;
        return QueryHelpers.AddQueryString("https://www.linkedin.com/profile/add", query);
    }
}
