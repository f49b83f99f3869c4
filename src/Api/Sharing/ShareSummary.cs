using LearnCoin.Api.Pages;
using LearnCoin.Api.Site;
using LearnCoin.Core.Mail;

namespace LearnCoin.Api.Sharing;

/// <summary>The sentence that search engines and previews show of a credential's page: without the recipient's name.</summary>
internal static class ShareSummary
{
    /// <summary>Of the achievement's description, UTF-16 units: previews show no more.</summary>
    private const int MostOfDescription = 200;

    public static string Of(CredentialPageModel model, string language)
    {
        var texts = Texts.For("share", language);
        var all = OneLine.Of(model.Content.Description);
        var description = OneLine.Of(all, MostOfDescription);
        ReadOnlySpan<(string, string)> places =
            [("tenant", OneLine.Of(model.TenantName)), ("description", description.Length < all.Length ? description + "…" : description), ("state", Texts.For("credential", language)["state." + model.State.Name()])];
        // A preview of what does not hold must not look like one of what does.
        return texts[model.State == PageState.Anchored ? "summary" : "summaryOf", places];
    }
}
