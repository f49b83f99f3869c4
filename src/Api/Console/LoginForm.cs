using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using System.Buffers.Text;

namespace LearnCoin.Api.Console;

/// <summary>
/// What tells our own login form from another site's before there is a session: a cookie with a random value and the token made of it. Another
/// site that made a browser sign in with a key of its own would see what is then entered.
/// </summary>
internal static class LoginForm
{
    private const string PlainName = "lrn_login";
    private const int Bytes = 32;

    /// <summary>The form's token; sets the cookie where there is none.</summary>
    public static string Token(HttpContext context, LearnCoinCore core)
    {
        if (Secret(context, core) is { } known)
        {
            return FormToken.Of(known);
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        context.RequestServices.GetRequiredService<IEntropy>().Fill(bytes);
        var secret = Base64Url.EncodeToString(bytes);
        var options = SignIn.Options(core, null);
        // No link leads to a form that is sent.
        options.SameSite = SameSiteMode.Strict;
        context.Response.Cookies.Append(SignIn.Name(core, PlainName), secret, options);
        return FormToken.Of(secret);
    }

    public static bool IsOurs(HttpContext context, LearnCoinCore core, ConsoleForm form) =>
        Secret(context, core) is { } secret && FormToken.IsValid(secret, form[FormToken.Field]);

    public static void Clear(HttpContext context, LearnCoinCore core) =>
        context.Response.Cookies.Append(SignIn.Name(core, PlainName), "", SignIn.Options(core, TimeSpan.Zero));

    private static string? Secret(HttpContext context, LearnCoinCore core) =>
        context.Request.Cookies[SignIn.Name(core, PlainName)] is { Length: 43 } secret ? secret : null;
}
