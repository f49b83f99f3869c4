using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Console;

/// <summary>Uploading a file as a browser does, and reading what the page tells of it.</summary>
internal static partial class Uploads
{
    public const string Header = "Name,E-mail,Course,Description,Criteria,Issue date,Reference\n";

    /// <summary>Row and column of every cell that the page offers to correct.</summary>
    public static IReadOnlyList<(int Row, string Place)> FaultsOf(Answer page) =>
        [.. FaultPattern().Matches(page.Text).Select(static match => (int.Parse(match.Groups["row"].Value, CultureInfo.InvariantCulture), WebUtility.HtmlDecode(match.Groups["place"].Value)))];

    public static async Task<Answer> UploadAsync(Browser browser, string text, Encoding? encoding = null)
    {
        var form = PageForm.With((await browser.GetAsync("/console/upload")).Text, "Check the file").Multipart();
        form.Add(new ByteArrayContent((encoding ?? Encoding.UTF8).GetBytes(text)), "file", "people.csv");
        return await SendAsync(browser, form);
    }

    public static Task<Answer> SendAsync(Browser browser, MultipartFormDataContent form) =>
        browser.SendAsync(HttpMethod.Post, "/console/upload", null, request => request.Content = form);

    [GeneratedRegex("<td class=\"number\">(?<row>\\d+)</td>\\s*<td>(?<place>[^<]+)</td>\\s*<td>\\s*<(input|textarea) name=\"cell-", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex FaultPattern();
}
