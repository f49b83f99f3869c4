using LearnCoin.Core.Kernel;

namespace LearnCoin.Core.Credentials;

/// <summary>Who issues: what the document's <c>issuer</c> says, and the tenant that ids derived from content belong to.</summary>
/// <param name="Tenant">Scope of derived achievement ids.</param>
/// <param name="Did">The deployment's DID, or the tenant's own where set: <c>issuer.id</c>.</param>
/// <param name="TenantName"><c>issuer.name</c>.</param>
/// <param name="IsTest">Test environment: <c>issuer.name</c> then ends in <c> (test)</c>.</param>
/// <param name="Url">Optional <c>issuer.url</c>.</param>
public sealed record IssuerInfo(TenantId Tenant, string Did, string TenantName, bool IsTest, string? Url = null)
{
    /// <summary>The name as signed.</summary>
    public string SignedName => IsTest ? TenantName + " (test)" : TenantName;
}

/// <summary>Which entry <c>credentialStatus</c> holds (deployment setting).</summary>
public enum StatusForm
{
    /// <summary>StatusList2021Entry, which Blockcerts verifiers can read.</summary>
    StatusList2021,

    /// <summary>BitstringStatusListEntry, the W3C Recommendation.</summary>
    Bitstring,
}

/// <summary>Where the credential's revocation bit is.</summary>
/// <param name="ListUrl">Absolute URL of the status list credential.</param>
/// <param name="Index">Bit number in that list.</param>
/// <param name="Form">Entry type.</param>
public sealed record StatusEntry(string ListUrl, int Index, StatusForm Form = StatusForm.StatusList2021);
