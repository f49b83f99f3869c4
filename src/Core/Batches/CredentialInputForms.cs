namespace LearnCoin.Core.Batches;

/// <summary>The same forms that a batch's credentials have, for those who look for them again.</summary>
public static class CredentialInputForms
{
    /// <returns>The recipient's id in lower case, as it is stored; null when it is none.</returns>
    public static string? RecipientId(string text) => RecipientReader.IsId(text) ? text.ToLowerInvariant() : null;

    /// <returns>The external id; null when none can be like that.</returns>
    public static string? ExternalId(string text) => CredentialReader.IsVisible(text) ? text : null;
}
