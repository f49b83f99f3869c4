using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using LearnCoin.Api.Docs;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests.Site;

/// <summary>The documents as pages.</summary>
public sealed partial class DocsSiteTests(Service service) : IClassFixture<Service>
{
    private const int Budget = 100_000;

    public static TheoryData<string> Paths => [.. DocsSite.Links.Select(static link => link.Path), "/docs", "/docs/search?q=webhook", "/", "/pricing"];

    [Fact]
    public void Every_document_that_is_embedded_is_a_page_and_the_other_way_round() =>
        Assert.Equal(DocsSite.Embedded.Order(StringComparer.Ordinal), DocsSite.Pages.Select(static page => page.File).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/docs/quickstart")]
    [InlineData("/docs/guides/first-credential")]
    [InlineData("/docs/webhooks")]
    [InlineData("/docs/guides/gdpr-erasure")]
    [InlineData("/docs/concepts/credentials")]
    [InlineData("/docs/concepts/verification")]
    [InlineData("/docs/api")]
    [InlineData("/docs/api/errors")]
    public void What_the_product_owner_asks_for_is_there(string path) => Assert.Contains(path, DocsSite.Links.Select(static link => link.Path));

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_has_no_script_or_style_inside_and_says_where_one_is(string path)
    {
        var page = await service.GetAsync(path);
        Assert.Equal(200, page.Status);
        Assert.DoesNotMatch(@"<script|<style|<img|\sstyle=|\son\w+=|javascript:", page.Text);
        Assert.Single(Regex.Matches(page.Text, "<h1[ >]", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var ids = Id().Matches(page.Text).Select(static match => match.Groups["id"].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var levels = Heading().Matches(page.Text).Select(static match => int.Parse(match.Groups["level"].ValueSpan)).ToList();
        Assert.All(levels.Zip(levels.Skip(1)), static pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} is followed by h{pair.Second}"));
        if (path.StartsWith("/docs/", StringComparison.Ordinal) && !path.Contains('?', StringComparison.Ordinal))
        {
            Assert.Contains($"<a href=\"{path}\" aria-current=\"page\">", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_page_weighs_less_than_100_KB_with_all_that_it_loads(string path)
    {
        var page = await service.SendAsync(HttpMethod.Get, path, prepare: Compressed);
        var weight = page.Bytes.Length;
        var html = page["Content-Encoding"] == "br" ? Decompressed(page.Bytes) : page.Text;
        foreach (var url in Loaded().Matches(html).Select(static match => WebUtility.HtmlDecode(match.Groups["url"].Value)).Distinct())
        {
            var asset = await service.SendAsync(HttpMethod.Get, url, prepare: Compressed);
            Assert.Equal(200, asset.Status);
            weight += asset.Bytes.Length;
        }

        Assert.InRange(weight, 1_000, Budget);
    }

    [Fact]
    public async Task In_another_language_the_frame_speaks_it_and_the_document_says_that_it_is_english()
    {
        var page = WebUtility.HtmlDecode((await service.GetAsync("/docs/concepts/verification?lang=fr")).Text);
        Assert.Contains("<html lang=\"fr\">", page, StringComparison.Ordinal);
        Assert.Contains("Sur cette page", page, StringComparison.Ordinal);
        Assert.Contains("<article lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("<h1 lang=\"en\">Verification</h1>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[errors](errors.md#bodies)", "<a href=\"/docs/api/errors#bodies\">errors</a>")]
    [InlineData("[up](../concepts/verification.md)", "<a href=\"/docs/concepts/verification\">up</a>")]
    [InlineData("[here](#bodies)", "<a href=\"#bodies\">here</a>")]
    [InlineData("[out](https://example.org/a.md)", "<a href=\"https://example.org/a.md\">out</a>")]
    [InlineData("[its *readme*](../../clients/README.md)", "its <em>readme</em> (<code>clients/README.md</code>)")]
    [InlineData("[CHANGELOG](../../CHANGELOG.md)", "CHANGELOG")]
    [InlineData("`short_name` and `Anchoring:Live:<RpcUrls>`", "<code>short_name</code> and <code>Anchoring:<wbr />Live:<wbr />&lt;RpcUrls&gt;</code>")]
    [InlineData("<b onclick=x>", "&lt;b onclick=x&gt;")]
    public void A_link_between_documents_is_one_between_pages_html_is_text_and_a_long_name_may_break(string markdown, string html)
    {
        var paths = new Dictionary<string, string> { ["api/batches"] = "/docs/api/batches", ["api/errors"] = "/docs/api/errors", ["concepts/verification"] = "/docs/concepts/verification" };
        Assert.Equal($"<p>{html}</p>\n", new DocsReader(paths, "api/batches", hasRows: false).Read("api", "# Batches\n\n" + markdown + "\n").Html);
    }

    [Fact]
    public void A_table_names_its_cells_and_has_an_address_for_each_row_that_is_looked_up()
    {
        var page = new DocsReader(new Dictionary<string, string> { ["x"] = "/docs/x" }, "x", hasRows: true).Read("api", "# X\n\n| status | code |\n|--:|---|\n| 400 | `invalid_json` |\n| 401 | none |\n");
        Assert.Contains("id=\"invalid_json\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("data-label=\"status\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page.Html, StringComparison.Ordinal);
        Assert.Equal(("invalid_json", "invalid_json", "400 invalid_json"), page.Parts.Where(static part => part.Id is not null).Select(static part => (part.Id, part.Heading, part.Text)).Single());
    }

    [Fact]
    public void A_diagram_is_told_in_words()
    {
        var edges = DiagramText.Of("flowchart LR\n  T[tenant: key] -->|https| A\n  subgraph service\n    A[API] --> S[(store)] --> K[[keys]]\n  end\n");
        Assert.Equal([("tenant: key", "API", "https"), ("API", "store", null), ("store", "keys", null)], edges.Select(static edge => (edge.From, edge.To, edge.Label)));
        Assert.Throws<InvalidDataException>(() => DiagramText.Of("flowchart LR\n  A <==> B"));
    }

    private static void Compressed(HttpRequestMessage request) => request.Headers.Add("Accept-Encoding", "br");

    private static string Decompressed(byte[] bytes)
    {
        using var reader = new StreamReader(new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    [GeneratedRegex(" id=\"(?<id>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("<h(?<level>[1-6])[ >]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("(?:\\ssrc|<link[^>]* href)=\"(?<url>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Loaded();
}
