using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core.Sessions;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Console;

/// <summary>
/// What tells our own forms from another site's (CSRF): a keyed hash under the session's id, which no other site knows, so that the token of
/// one session is none of another and nothing needs to be stored. Beside it stand the browser's own words about where a form was.
/// </summary>
internal static class FormToken
{
    /// <summary>Name of the field.</summary>
    public const string Field = "form_token";

    /// <summary>Header for scripts of our pages that send no form.</summary>
    public const string Header = "X-Form-Token";

    public static string Of(ConsoleSession session) => Of(session.Id);

    /// <param name="secret">Of the browser: a session's id, or before there is one that of the login form.</param>
    public static string Of(string secret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "learncoin console form"u8));

    public static bool IsValid(string secret, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(secret)), Encoding.UTF8.GetBytes(given));

    /// <summary>Whether the browser says, as far as it says anything, that the form was on a page of ours (Fetch standard: Origin; Fetch Metadata: Sec-Fetch-Site).</summary>
    /// <param name="request">A POST.</param>
    /// <param name="origin">PublicOrigin.</param>
    public static bool IsOwnOrigin(HttpRequest request, string origin)
    {
        var (from, site) = (request.Headers.Origin, request.Headers["Sec-Fetch-Site"]);
        return (from.Count == 0 || string.Equals(from, new Uri(origin).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
            && (site.Count == 0 || site == "same-origin");
    }
}
