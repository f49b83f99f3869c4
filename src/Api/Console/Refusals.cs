using System.Globalization;
using LearnCoin.Api.Http;
using LearnCoin.Api.Site;
using LearnCoin.Core.Kernel;
using Microsoft.AspNetCore.Http;

namespace LearnCoin.Api.Console;

/// <summary>How the console says no.</summary>
internal static class Refusals
{
    /// <summary>What is said of an error: the console's own sentence for the codes that it meets, else the API's.</summary>
    public static string Sentence(Error error, string language) => Texts.For("console", language).Find("error." + error.Code.Name) ?? error.Message;

    /// <summary>A page that says why not.</summary>
    /// <param name="context">The request.</param>
    /// <param name="call">Who is signed in; null: nobody.</param>
    /// <param name="language">Of the page.</param>
    /// <param name="error">Gives the status.</param>
    /// <param name="detail">Fixed words of ours beside it, such as the name of a scope.</param>
    public static Task WriteAsync(HttpContext context, ConsoleCall? call, string language, Error error, string? detail = null)
    {
        Note(context, error);
        return WriteAsync(context, call, language, error.Code.Status, Sentence(error, language), detail);
    }

    /// <summary>A form that does not come from a page of this console, or from one of another session.</summary>
    public static Task WriteForeignFormAsync(HttpContext context, ConsoleCall? call, string language) =>
        WriteAsync(context, call, language, StatusCodes.Status403Forbidden, Texts.For("console", language)["refusal.form"], null);

    /// <summary>Status and headers of an error, and its place in the request log.</summary>
    public static void Note(HttpContext context, Error error)
    {
        CallNote.Of(context).Error = error.Code;
        context.Response.StatusCode = error.Code.Status;
        if (error.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static Task WriteAsync(HttpContext context, ConsoleCall? call, string language, int status, string sentence, string? detail)
    {
        context.Response.StatusCode = status;
        return Page.WriteAsync<RefusalPage>(
            context,
            PagePolicy.Active,
            (nameof(RefusalPage.Call), call),
            (nameof(RefusalPage.Language), language),
            (nameof(RefusalPage.Status), status),
            (nameof(RefusalPage.Sentence), sentence),
            (nameof(RefusalPage.Detail), detail),
            (nameof(RefusalPage.RequestId), RequestIds.Of(context)));
    }
}
