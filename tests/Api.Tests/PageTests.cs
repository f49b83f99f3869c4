using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;

namespace LearnCoin.Api.Tests;

/// <summary>The page of a credential (seeds, step 7; spec/api.md "Verification page must show").</summary>
public sealed partial class PageTests(Service service) : IClassFixture<Service>
{
    /// <summary>The scripts and pictures there are: files of ours.</summary>
    [GeneratedRegex("""<script src="/assets/[a-z.]+\?v=[0-9a-f]{16}" type="module"></script>|<img( class="[a-z]+")? src="/c/crd_[0-9A-Z]{26}/(qr|badge)\.svg" [^<>]*/>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Own { get; }

    [Fact]
    public async Task It_shows_what_step_7_lists()
    {
        var tenant = await service.TenantAsync(name: "Königsberg School");
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        var answer = await service.GetAsync("/c/" + batch["credentials"]![0]!["id"]);
        var page = WebUtility.HtmlDecode(answer.Text);
        string[] shown =
        [
            "Königsberg School", "Ada Lovelace", "Introduction to Machine Learning", "Completed the 12-week course.", "Passing grade on the final project.",
            "Test credential", (string)batch["anchor_transaction"]!["hash"]!, $"href=\"{(string)batch["anchor_transaction"]!["explorer_url"]!}\"",
            "badge anchored", ">Anchored<", "23 April 2026", "class=\"logo\"", "Cryptographically verified by LearnCoin · Powered by Blockcerts",
        ];
        Assert.All(shown, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Equal("text/html; charset=utf-8", answer.HasRequestId()["Content-Type"]);
        Assert.Equal(["no-cache", "private"], answer["Cache-Control"]!.Split(", ").Order(StringComparer.Ordinal));
        Assert.Equal("noindex", answer["X-Robots-Tag"]);
        Assert.Contains("default-src 'none'", answer["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", answer["Referrer-Policy"]);
        Assert.DoesNotContain("<script", Own.Replace(answer.Text, ""), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_line_of_verification_stands_only_where_the_checks_passed()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1));
        service.TestChain.IsDown = true;
        try
        {
            var answer = await service.GetAsync("/c/" + batch["credentials"]![0]!["id"]);
            Assert.True(answer.Status == 200, answer.Text);
            Assert.DoesNotContain("Cryptographically verified", answer.Text, StringComparison.Ordinal);
            Assert.Contains("could not be checked", answer.Text, StringComparison.Ordinal);
        }
        finally
        {
            service.TestChain.IsDown = false;
        }
    }

    [Fact]
    public async Task A_live_credential_has_no_test_banner()
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.LiveKey, Requests.Of(1));
        var page = (await service.GetAsync("/c/" + batch["credentials"]![0]!["id"])).Text;
        Assert.DoesNotContain("Test credential", page, StringComparison.Ordinal);
        Assert.Contains("https://basescan.org/tx/", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("</title><svg/onload=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("<!--<b>]]>")]
    [InlineData("{{7*7}}@(1+1)")]
    [InlineData("&lt;script&gt;")]
    public async Task Hostile_text_is_only_text(string hostile)
    {
        var tenant = await service.TenantAsync();
        var batch = await service.AnchoredAsync(tenant.TestKey, Requests.Of(1, credential =>
        {
            credential["recipient"]!["name"] = "r" + hostile;
            credential["achievement"]!["name"] = "n" + hostile;
            credential["achievement"]!["description"] = "d" + hostile;
            credential["achievement"]!["criteria"]!["narrative"] = "c" + hostile;
        }));
        var page = (await service.GetAsync("/c/" + batch["credentials"]![0]!["id"])).Text;
        foreach (var place in "rndc")
        {
            Assert.DoesNotContain(place + hostile, page, StringComparison.Ordinal);
            Assert.Contains(place + hostile, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        }

        page = Own.Replace(page, "");
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<svg", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("crd_01HXYZABCDEFGHJKMNPQRSTVWX")]
    [InlineData("x")]
    [InlineData("%3Cscript%3E")]
    [InlineData(".json.json")]
    public async Task A_link_that_leads_nowhere_has_a_page_that_says_so(string id)
    {
        var answer = await service.GetAsync("/c/" + id);
        Assert.Equal(404, answer.HasRequestId().Status);
        if (!id.EndsWith(".json", StringComparison.Ordinal))
        {
            Assert.Equal("text/html; charset=utf-8", answer["Content-Type"]);
            Assert.Contains("No such credential", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("script", answer.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/assets/page.css", "text/css; charset=utf-8")]
    [InlineData("/assets/icon.svg", "image/svg+xml")]
    public async Task What_the_page_needs_is_there(string path, string mediaType)
    {
        var answer = await service.GetAsync(path);
        Assert.Equal((200, mediaType, "nosniff"), (answer.HasRequestId().Status, answer["Content-Type"], answer["X-Content-Type-Options"]));
        Assert.NotEmpty(answer.Bytes);
    }
}
