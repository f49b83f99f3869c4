using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LearnCoin.Core;
using LearnCoin.Core.Claims;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Claims;

/// <summary>
/// The recipient's session in the browser: a cookie for the page of one credential, which no script reads and no other page gets. Lax, not
/// Strict: who comes back by a link in a mail program on the web should still be known.
/// </summary>
internal static class SessionCookie
{
    private const string PlainName = "lrn_claim";

    public static void Set(HttpContext context, LearnCoinCore core, ClaimedCredential claimed) =>
        context.Response.Cookies.Append(Name(core), claimed.Session.Id, Options(core, claimed.Id, ClaimSession.Life));

    public static void Clear(HttpContext context, LearnCoinCore core, CredentialId credential) =>
        context.Response.Cookies.Append(Name(core), "", Options(core, credential, TimeSpan.Zero));

    /// <returns>The id of an open session of that credential; null when there is none.</returns>
    public static async Task<string?> FindAsync(HttpContext context, LearnCoinCore core, CredentialId credential) =>
        context.Request.Cookies[Name(core)] is { Length: > 0 } id && await core.ClaimSessions.IsOpenAsync(credential, id, context.RequestAborted) ? id : null;

    /// <summary>What a form of the page carries besides: from the session's id, which another site cannot know.</summary>
    public static string FormToken(string session) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("form " + session)));

    public static bool IsFormToken(string session, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(FormToken(session)), Encoding.UTF8.GetBytes(given));

    private static bool IsSecure(LearnCoinCore core) => core.Urls.PublicOrigin.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    // The prefix makes browsers refuse such a cookie from a page without TLS.
    private static string Name(LearnCoinCore core) => IsSecure(core) ? "__Secure-" + PlainName : PlainName;

    private static CookieOptions Options(LearnCoinCore core, CredentialId credential, TimeSpan life) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(core),
        SameSite = SameSiteMode.Lax,
        Path = "/c/" + credential,
        MaxAge = life,
    };
}
