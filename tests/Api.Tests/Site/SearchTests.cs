using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Docs;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Kernel;

namespace LearnCoin.Api.Tests.Site;

/// <summary>The search of the documentation.</summary>
public sealed partial class SearchTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData("how to erase a name", "/docs/guides/gdpr-erasure")]
    [InlineData("idempotency key", "/docs/api/idempotency")]
    [InlineData("verify webhook signature", "/docs/webhooks")]
    [InlineData("RATE_LIMITED", "/docs/api/errors#rate_limited")]
    [InlineData("Anchoring:MaxFeeGwei", "/docs/configuration#anchoring-maxfeegwei")]
    [InlineData("quickstart", "/docs/quickstart")]
    [InlineData("custom did", "/docs/guides/custom-did")]
    [InlineData("backup", "/docs/operations#backup-and-restore")]
    public async Task The_first_results_have_what_was_asked_for(string query, string address) =>
        Assert.Contains((await FindAsync(query)).Take(3), found => found == address || found.StartsWith(address + "#", StringComparison.Ordinal));

    [Fact]
    public async Task Every_error_code_and_every_operation_is_found_by_its_name()
    {
        foreach (var code in ErrorCode.All)
        {
            Assert.Equal("/docs/api/errors#" + code.Name, (await FindAsync(code.Name))[0]);
        }

        foreach (var operation in Documented.Of((await service.GetAsync("/openapi.json")).Json))
        {
            var id = (string)operation.Operation["operationId"]!;
            Assert.Contains("/docs/api#" + id, await FindAsync(id));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("xylophone")]
    [InlineData("!?*")]
    public async Task Nothing_found_is_said_so(string query) => Assert.Empty(await FindAsync(query));

    [Fact]
    public async Task What_was_typed_is_shown_as_text_and_cut_when_long()
    {
        var page = await service.GetAsync("/docs/search?q=" + Uri.EscapeDataString("<script>alert(1)</script> \" batch" + new string('x', 5_000)));
        Assert.Equal((200, "noindex"), (page.Status, page["X-Robots-Tag"]));
        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
        Assert.True(page.Bytes.Length < 40_000);
    }

    [Fact]
    public async Task The_words_asked_for_are_marked_where_they_stand()
    {
        var page = (await service.GetAsync("/docs/search?q=erasure+request")).Text;
        var marked = Marked().Matches(page).Select(static match => match.Groups["text"].Value.ToLowerInvariant()).ToHashSet();
        Assert.Contains("erasure", marked);
        Assert.All(marked, static word => Assert.Matches("^(erasure|request)", word));
        Assert.Contains("value=\"erasure request\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/docs/search?q=erasure%20request&amp;lang=fr\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void All_words_count_before_any_and_headings_before_text()
    {
        var index = new SearchIndex(
        [
            new SearchEntry("/a", "A", "Something else", "red and blue, blue, blue"),
            new SearchEntry("/b", "B", "Blue", "nothing more"),
            new SearchEntry("/c", "C", "Colours", "one green"),
        ]);
        Assert.Equal(["/b", "/a"], index.Find("blue", 9).Select(static found => found.Entry.Address));
        Assert.Equal(["/a"], index.Find("red blue", 9).Select(static found => found.Entry.Address));
        Assert.Equal(["/c"], index.Find("green purple", 9).Select(static found => found.Entry.Address));
        Assert.Equal(["/c"], index.Find("gre", 9).Select(static found => found.Entry.Address));
        Assert.Equal(["/b"], index.Find("blues", 1).Select(static found => found.Entry.Address));
    }

    [Fact]
    public void A_snippet_is_about_the_word_and_loses_nothing_of_its_part_of_the_text()
    {
        var text = string.Join(' ', Enumerable.Range(0, 400).Select(static n => n == 250 ? "needle_one" : "word" + n));
        var parts = Snippet.Of(text, ["needle_one"]);
        Assert.Equal("needle_one", Assert.Single(parts, static part => part.IsMatch).Text);
        Assert.Contains(string.Concat(parts.Select(static part => part.Text)).Trim('…', ' '), text, StringComparison.Ordinal);
        Assert.InRange(parts.Sum(static part => part.Text.Length), 150, 260);
        Assert.Equal("short", Assert.Single(Snippet.Of("short", ["none"])).Text);
        Assert.Empty(Snippet.Of("", ["none"]));
    }

    private async Task<IReadOnlyList<string>> FindAsync(string query)
    {
        var page = await service.GetAsync("/docs/search?q=" + Uri.EscapeDataString(query));
        Assert.Equal(200, page.Status);
        return [.. Found().Matches(page.Text).Select(static match => WebUtility.HtmlDecode(match.Groups["url"].Value))];
    }

    [GeneratedRegex("<li>\\s*<a href=\"(?<url>[^\"]*)\">[^<]*</a>\\s*(<span class=\"place\">[^<]*</span>\\s*)?<p>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Found();

    [GeneratedRegex("<mark>(?<text>[^<]*)</mark>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Marked();
}
