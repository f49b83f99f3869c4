using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Audit;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Tests.Console;

/// <summary>What tests of pages do again and again.</summary>
internal static partial class PageSteps
{
    /// <summary>Sends a form as the page <paramref name="from"/> has it.</summary>
    public static async Task<Answer> SubmitAsync(this Browser browser, string path, string from, params (string, string)[] fields) =>
        await browser.SendAsync(HttpMethod.Post, path, await browser.FieldsAsync(from, fields), null);

    /// <summary>As above: it leads to a page that says that it is done.</summary>
    public static async Task DoneAsync(this Browser browser, string path, string from, params (string, string)[] fields)
    {
        var answer = await browser.SubmitAsync(path, from, fields);
        Assert.True(answer.Status == 303, answer.Text);
        Assert.Contains("class=\"note good\" role=\"status\"", (await browser.GetAsync(answer["Location"]!)).Text, StringComparison.Ordinal);
    }

    /// <summary>The fields with those that the page hides.</summary>
    public static async Task<IReadOnlyList<(string, string)>> FieldsAsync(this Browser browser, string page, params (string, string)[] fields)
    {
        var text = (await browser.GetAsync(page)).Text;
        return [.. fields, ("once", OncePattern().Match(text).Groups["once"].Value), ("form_token", Browser.TokenIn(text))];
    }

    /// <summary>Reloads a page until it shows what is done behind the answers.</summary>
    public static async Task<string> UntilAsync(this Browser browser, string page, Func<string, bool> shows)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var text = WebUtility.HtmlDecode((await browser.GetAsync(page)).Text);
            if (shows(text))
            {
                return text;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The page did not come to show it: " + page);
    }

    public static Task<string> UntilAsync(this Browser browser, string page, string shown) =>
        browser.UntilAsync(page, text => text.Contains(shown, StringComparison.Ordinal));

    /// <summary>Entries of a tenant's chain, oldest first.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> AuditAsync(this Service service, TenantId tenant) =>
        await service.Host.Node.Core.Audit.ListAsync(tenant, default).Select(static record => record.Entry).ToListAsync();

    /// <summary>Whether a text stands anywhere in the store, in what is compressed there too.</summary>
    public static async Task<bool> IsStoredAsync(this Service service, string text)
    {
        foreach (var table in StoreDump.Tables(service.Database))
        {
            if ((await StoreDump.OfPlainAsync(service.Database, table, service.Tables)).Contains(text))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("name=\"once\" value=\"(?<once>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex OncePattern();
}
