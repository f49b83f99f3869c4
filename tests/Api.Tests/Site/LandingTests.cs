using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Api.Tests.Site;

/// <summary>The start page, the price list, what search engines are told, and the answer to browsers that are lost.</summary>
public sealed partial class LandingTests(PricedService service) : IClassFixture<PricedService>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Fact]
    public async Task The_start_page_shows_the_call_of_the_quickstart()
    {
        var page = (await service.GetAsync("/")).HasRequestId();
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page["Content-Type"]));
        var quickstart = (await service.GetAsync("/docs/quickstart")).Text;
        var sample = Code().Match(page.Text).Value;
        Assert.Contains("-X POST", sample, StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", sample, StringComparison.Ordinal);
        Assert.Contains(Plain(sample), Plain(quickstart), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?lang=es", "<html lang=\"es\">", "Credenciales que cualquiera puede verificar")]
    [InlineData("/?lang=fr", "<html lang=\"fr\">", "Des certificats que chacun peut vérifier")]
    [InlineData("/pricing?lang=es", "<html lang=\"es\">", "149 US$ al mes")]
    [InlineData("/pricing?lang=fr", "<html lang=\"fr\">", "149 $US par mois")]
    [InlineData("/docs?lang=es", "<html lang=\"es\">", "Primeros pasos")]
    public async Task The_pages_speak_spanish_and_french(string path, string root, string text)
    {
        var page = await service.GetAsync(path);
        Assert.Contains(root, page.Text, StringComparison.Ordinal);
        Assert.Contains(text, System.Net.WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal);
        // The cookie is for this visitor.
        Assert.Equal("max-age=300, private", page["Cache-Control"]);
    }

    [Fact]
    public async Task The_price_list_is_the_configuration_the_operators_own_plans_too()
    {
        var rows = PlanRows().Matches((await service.GetAsync("/pricing")).Text)
            .Select(static row => Cell().Matches(row.Value).Select(static cell => System.Net.WebUtility.HtmlDecode(cell.Groups["text"].Value)).ToArray())
            .ToDictionary(static cells => cells[0], static cells => cells[1..]);
        Assert.Equal(["Free", "500", "120", "No", "No", "No"], rows["Developer"]);
        Assert.Equal(["$149 a month", "2,000", "120", "Yes", "No", "No"], rows["Starter"]);
        Assert.Equal(["On request", "25,000", "600", "Yes", "Yes", "Yes"], rows["Institution"]);
        Assert.Equal(["On request", "250,000", "1,200", "Yes", "Yes", "Yes"], rows["Industry"]);
        Assert.Equal(["$1,249.50 a month", "7,000", "120", "Yes", "No", "Yes"], rows["<b>Consortium</b>"]);
        Assert.Equal(["Developer", "Starter", "<b>Consortium</b>"], rows.Keys.Take(3));
        Assert.DoesNotContain("<b>Consortium", (await service.GetAsync("/pricing")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/pricing")]
    [InlineData("/docs")]
    [InlineData("/docs/api")]
    [InlineData("/docs/concepts/verification")]
    public async Task A_page_is_kept_by_language_and_coding_and_asked_for_again_by_its_tag(string path)
    {
        var page = await service.GetAsync(path);
        Assert.Equal("public, max-age=300", page["Cache-Control"]);
        Assert.Equal(["Accept-Encoding", "Accept-Language", "Cookie"], page["Vary"]!.Split([", ", ","], StringSplitOptions.None).Order());
        var compressed = await service.SendAsync(HttpMethod.Get, path, prepare: static request => request.Headers.Add("Accept-Encoding", "gzip, br"));
        Assert.Equal("br", compressed["Content-Encoding"]);
        Assert.NotEqual(page["ETag"], compressed["ETag"]);
        var french = await service.SendAsync(HttpMethod.Get, path, prepare: static request => request.Headers.Add("Accept-Language", "fr-CA, en;q=0.5"));
        Assert.NotEqual(page["ETag"], french["ETag"]);
        var again = await service.SendAsync(HttpMethod.Get, path, prepare: request => request.Headers.Add("If-None-Match", page["ETag"]));
        Assert.Equal((304, 0), (again.Status, again.Bytes.Length));
    }

    [Fact]
    public async Task Search_engines_are_kept_out_of_the_console_and_may_read_what_credentials_pages_say_of_themselves()
    {
        var robots = await service.GetAsync("/robots.txt");
        Assert.Equal((200, "text/plain; charset=utf-8"), (robots.Status, robots["Content-Type"]));
        Assert.Equal(["User-agent: *", "Disallow: /console", "Disallow: /v1/"], robots.Text.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("/nothing-here", Browser)]
    [InlineData("/docs/none", "text/html")]
    [InlineData("/docs/concepts/verification.md", Browser)]
    public async Task A_browser_that_asks_for_what_is_not_there_gets_a_page_with_the_request_id(string path, string accept)
    {
        var page = await AskAsync(HttpMethod.Get, path, accept);
        Assert.Equal((404, "text/html; charset=utf-8", "no-store"), (page.Status, page["Content-Type"], page["Cache-Control"]));
        Assert.Contains($"<code>{page["X-Request-Id"]}</code>", page.Text, StringComparison.Ordinal);
        Assert.Contains("Accept", page["Vary"], StringComparison.Ordinal);
        Assert.DoesNotContain(path, page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing-here", "*/*")]
    [InlineData("GET", "/nothing-here", "application/json")]
    [InlineData("GET", "/nothing-here", "application/json, text/html;q=0.5")]
    [InlineData("GET", "/nothing-here", "text/html;q=0")]
    [InlineData("POST", "/nothing-here", Browser)]
    [InlineData("GET", "/v1/nothing-here", Browser)]
    public async Task Programs_and_callers_of_the_api_keep_the_error_body(string method, string path, string accept) =>
        (await AskAsync(new HttpMethod(method), path, accept)).IsError(404, "route_not_found");

    private Task<Answer> AskAsync(HttpMethod method, string path, string accept) =>
        service.SendAsync(method, path, prepare: request => request.Headers.Add("Accept", accept));

    private static string Plain(string html) => System.Net.WebUtility.HtmlDecode(Tag().Replace(html, ""));

    [GeneratedRegex("<pre.*?</pre>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("<tr role=\"row\">\\s*<th scope=\"row\".*?</tr>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlanRows();

    [GeneratedRegex("<t[hd][^>]*>(?<text>[^<]*)</t[hd]>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag();
}

/// <summary>A service with a plan that only its operator knows.</summary>
public sealed class PricedService : Service
{
    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        product.Plans["<b>Consortium</b>"] = new PlanOptions { MonthlyPriceUsd = 1249.5m, MonthlyCredentials = 7_000, DedicatedAnchor = true };
    }
}
