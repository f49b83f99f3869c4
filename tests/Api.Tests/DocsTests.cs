using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Tests;

/// <summary>The documents for integrators against the code, and the pages that show the reference.</summary>
public sealed partial class DocsTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public void The_page_on_errors_has_every_code_with_its_status_a_cause_and_a_fix()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Root(), "docs", "api", "errors.md")))
            .Select(static row => (Status: row.Groups["status"].Value, Code: row.Groups["code"].Value, Cause: row.Groups["cause"].Value, Fix: row.Groups["fix"].Value)).ToList();
        Assert.Equal(ErrorCode.All.Select(static code => $"{code.Status} {code.Name}"), rows.Select(static row => $"{row.Status} {row.Code}"));
        var texts = OpenApi.OpenApiDocument.ErrorTexts();
        Assert.Equal(ErrorCode.All.Select(static code => code.Name).Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
        // One wording in the reference and on the page.
        Assert.All(rows, row => Assert.Equal((texts[row.Code].Cause, texts[row.Code].Fix), (row.Cause, row.Fix)));
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/api")]
    public async Task The_documentation_is_a_page_without_script_or_inline_style_and_asks_nobody_else(string path)
    {
        var page = (await service.GetAsync(path)).HasRequestId();
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page["Content-Type"]));
        Assert.StartsWith("default-src 'none'; style-src 'self'; img-src 'self';", page["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<script|<style|\sstyle=|\son\w+=", page.Text);
        Assert.All(Loaded().Matches(page.Text), static match => Assert.StartsWith("/assets/", match.Groups["url"].Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_reference_shows_every_operation_schema_and_error_and_its_links_lead_somewhere()
    {
        var page = (await service.GetAsync("/docs/api")).Text;
        var document = (await service.GetAsync("/openapi.json")).Json;
        Assert.All(Documented.Of(document), operation => Assert.Contains($"id=\"{(string)operation.Operation["operationId"]!}\"", page, StringComparison.Ordinal));
        Assert.All(document["components"]!["schemas"]!.AsObject(), schema => Assert.Contains($"<h3>{schema.Key}</h3>", page, StringComparison.Ordinal));
        Assert.All(document["components"]!["examples"]!.AsObject(), error => Assert.Contains($"<code>{error.Key}</code>", page, StringComparison.Ordinal));
        var ids = Id().Matches(page).Select(static match => match.Groups["id"].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Fragment().Matches(page), match => Assert.Contains(match.Groups["id"].Value, ids));
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    [GeneratedRegex(@"^\| (?<status>\d{3}) \| `(?<code>\w+)` \| (?<cause>[^|]+) \| (?<fix>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("(?:src|<link[^>]* href)=\"(?<url>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Loaded();

    [GeneratedRegex(" id=\"(?<id>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("href=\"#(?<id>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Fragment();
}
