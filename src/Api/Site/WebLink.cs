namespace LearnCoin.Api.Site;

/// <summary>What of given texts may become a link: absolute http and https URLs. Nothing else does: a browser would run some.</summary>
internal static class WebLink
{
    /// <returns>The text itself; null where it is no such URL, or hides its host behind user information.</returns>
    public static string? Of(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.Host.Length > 0
        && url.UserInfo.Length == 0
            ? text
            : null;
}
