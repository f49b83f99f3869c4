using LearnCoin.Api.Http;
using LearnCoin.Core;
using LearnCoin.Core.Sessions;
using LearnCoin.Core.Tenants;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Console;

/// <summary>
/// The session in the browser: a cookie that no script reads. Lax, not Strict: a link in a mail to a page of the console must find its
/// reader signed in; forms do not rest on it, see <see cref="FormToken"/>.
/// </summary>
internal static class SignIn
{
    /// <summary>Set by App Service Authentication, which takes it from callers away where it stands in front.</summary>
    private const string AccountHeader = "X-MS-CLIENT-PRINCIPAL-ID";
    private const string PlainName = "lrn_console";

    /// <summary>Who is signed in, and still may be; null: nobody. A session that does not count any more is ended.</summary>
    public static async Task<ConsoleCall?> FindAsync(HttpContext context, LearnCoinCore core)
    {
        if (context.Request.Cookies[Name(core, PlainName)] is not { Length: > 0 } id
            || await core.ConsoleSessions.FindAsync(id, context.RequestAborted) is not { } session)
        {
            return null;
        }

        if (session.Identity.Key is { } key)
        {
            var found = await core.ApiKeys.FindAsync(key, context.RequestAborted);
            if (found is not null && await Caller.AdmitAsync(context, core, found, context.RequestAborted) is { IsOk: true } caller)
            {
                return new ConsoleCall(context, core, session, caller.Value);
            }
        }
        else if (core.Operators.IsCurrent(session.Identity, Account(context)))
        {
            return new ConsoleCall(context, core, session, null);
        }

        // Not asked again: what comes back into use later needs a new login.
        await core.ConsoleSessions.EndAsync(session, CancellationToken.None);
        return null;
    }

    /// <summary>Begins a session under a new id, whatever the browser had before, and ends the one that it had.</summary>
    public static async Task BeginAsync(HttpContext context, LearnCoinCore core, ConsoleIdentity identity)
    {
        if (await FindAsync(context, core) is { } before)
        {
            await core.ConsoleSessions.EndAsync(before.Session, CancellationToken.None);
        }

        var session = await core.ConsoleSessions.BeginAsync(identity, CancellationToken.None);
        // Without a lifetime: it goes with the browser's session, and the server knows the other limits.
        context.Response.Cookies.Append(Name(core, PlainName), session.Id, Options(core, null));
        LoginForm.Clear(context, core);
    }

    public static void Clear(HttpContext context, LearnCoinCore core) =>
        context.Response.Cookies.Append(Name(core, PlainName), "", Options(core, TimeSpan.Zero));

    /// <summary>Leads to the login, and from a page back to it.</summary>
    public static void Ask(HttpContext context, LearnCoinCore core)
    {
        if (context.Request.Cookies.ContainsKey(Name(core, PlainName)))
        {
            Clear(context, core);
        }

        var path = context.Request.Path.Value ?? "";
        ConsoleAnswer.Redirect(
            context,
            HttpMethods.IsPost(context.Request.Method) || path == ConsoleNavigation.Home || !IsPage(path) ? LoginEndpoints.Path : $"{LoginEndpoints.Path}?{LoginEndpoints.Next}={path}");
    }

    /// <summary>The account that App Service Authentication says calls; whether that is to be believed is for <see cref="OperatorAccess"/>.</summary>
    public static string? Account(HttpContext context) => context.Request.Headers[AccountHeader] is [{ Length: > 0 } only] ? only : null;

    /// <summary>Whether a text is a path of the console and nothing else, such as an address of another site.</summary>
    public static bool IsPage(string path) =>
        path == ConsoleNavigation.Home
        || (path.StartsWith(ConsoleNavigation.Home + "/", StringComparison.Ordinal) && path.Length <= 200 && path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_'));

    // The prefix makes browsers take the cookie only with Secure, Path=/ and for this host alone: no neighbour under the domain can set it.
    internal static string Name(LearnCoinCore core, string plain) => IsSecure(core) ? "__Host-" + plain : plain;

    internal static CookieOptions Options(LearnCoinCore core, TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(core),
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
    };

    private static bool IsSecure(LearnCoinCore core) => core.Urls.PublicOrigin.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
