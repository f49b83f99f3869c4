namespace LearnCoin.Core.Credentials;

/// <summary>States that the API tells of a credential beside its batch's.</summary>
public static class CredentialStates
{
    /// <summary>spec/api.md, "Claims": null where no mail is sent, <c>pending</c>, <c>auto_claimed</c>.</summary>
    public static string? ClaimState(StoredCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.AutoClaim ? "auto_claimed" : credential.RecipientEmail is null ? null : "pending";
    }
}
