using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Tests.Tenants;

namespace LearnCoin.Api.Tests.Pages;

/// <summary>What the page shows of an achievement, whom it tells, and what caches and search engines may do with it.</summary>
public sealed class CredentialPageTests(Service service) : IClassFixture<Service>
{
    private const string Foreign = "rel=\"noopener noreferrer nofollow ugc\"";

    // GIF89a, 1 by 1 pixel, its trailer.
    private static readonly byte[] Picture = [.. "GIF89a\u0001\0\u0001\0\0\0\0;"u8];

    [Fact]
    public async Task It_shows_criteria_alignments_evidence_and_the_end_and_links_web_addresses_alone()
    {
        var tenant = await service.TenantAsync();
        var page = await PageAsync(await IssueAsync(tenant.TestKey, static credential =>
        {
            credential["expirationDate"] = "2036-04-23T12:00:00Z";
            var achievement = credential["achievement"]!;
            achievement["criteria"]!["id"] = "https://school.example/criteria?a=1&b=2";
            achievement["alignment"] = new JsonArray(
                new JsonObject { ["type"] = new JsonArray("Alignment"), ["targetName"] = "Machine learning", ["targetUrl"] = "https://esco.example/S1.4.0", ["targetFramework"] = "ESCO", ["targetCode"] = "S1.4.0" });
            credential["evidence"] = new JsonArray(
                new JsonObject { ["type"] = new JsonArray("Evidence"), ["id"] = "https://portfolio.example/project", ["name"] = "Final project" },
                new JsonObject { ["type"] = new JsonArray("Evidence"), ["id"] = "urn:uuid:4e0c7f2e-6b1a-4f5a-9c8e-8a1b2c3d4e5f", ["name"] = "Oral exam" });
        }));
        string[] shown =
        [
            "23 April 2036", $"<a href=\"https://school.example/criteria?a=1&b=2\" {Foreign}>", $"<a href=\"https://esco.example/S1.4.0\" {Foreign} itemprop=\"targetUrl\">",
            "Machine learning", "ESCO</span> S1.4.0", $"<a href=\"https://portfolio.example/project\" {Foreign}>Final project</a>", "Oral exam",
        ];
        Assert.All(shown, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain("href=\"urn:", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_the_document_is_served_as_a_picture_and_a_foreign_one_is_not_shown()
    {
        var tenant = await service.TenantAsync();
        var own = await IssueAsync(tenant.TestKey, static credential => credential["achievement"]!["image"] = new JsonObject { ["id"] = "data:image/gif;base64," + Convert.ToBase64String(Picture), ["type"] = "Image", ["caption"] = "A medal" });
        Assert.Contains($"<img class=\"picture\" src=\"/c/{own}/picture\" alt=\"A medal\"", await PageAsync(own), StringComparison.Ordinal);
        var answer = await service.GetAsync($"/c/{own}/picture");
        Assert.Equal((200, "image/gif", "nosniff", "sandbox; default-src 'none'"), (answer.Status, answer["Content-Type"], answer["X-Content-Type-Options"], answer["Content-Security-Policy"]));
        Assert.Equal(Picture, answer.Bytes);

        string[] unsafeOnes = ["https://tracker.example/medal.png", "data:image/svg+xml;base64," + Convert.ToBase64String("<svg onload='alert(1)'/>"u8), "data:image/png;base64," + Convert.ToBase64String("<script>"u8)];
        foreach (var url in unsafeOnes)
        {
            var id = await IssueAsync(tenant.TestKey, credential => credential["achievement"]!["image"] = new JsonObject { ["id"] = url, ["type"] = "Image" });
            var page = await PageAsync(id);
            Assert.DoesNotContain("class=\"picture\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("tracker.example", page, StringComparison.Ordinal);
            (await service.GetAsync($"/c/{id}/picture")).IsError(404, "credential_not_found");
        }
    }

    [Fact]
    public async Task Page_and_document_are_answered_304_to_those_who_have_them_until_something_changes()
    {
        var tenant = await service.TenantAsync();
        var id = await IssueAsync(tenant.TestKey);
        foreach (var path in new[] { "/c/" + id, $"/c/{id}.json", $"/c/{id}/badge.svg", $"/oembed?url={Uri.EscapeDataString($"{Service.Origin}/c/{id}")}" })
        {
            var first = await service.GetAsync(path);
            var again = await KnownAsync(path, first["ETag"]!);
            Assert.Equal((304, "", first["ETag"], first["Cache-Control"]), (again.Status, again.Text, again["ETag"], again["Cache-Control"]));
        }

        var before = (await service.GetAsync("/c/" + id))["ETag"]!;
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/revoke", tenant.TestKey, """{"reason":"r","reason_code":"other"}""")).Status);
        var after = await KnownAsync("/c/" + id, before);
        Assert.Equal(200, after.Status);
        Assert.Contains("no longer valid", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_engines_are_let_in_where_the_tenant_wants_it_and_nobody_is_harmed()
    {
        var tenant = await service.TenantAsync();
        var (live, revoked, erased, test) = (await IssueAsync(tenant.LiveKey), await IssueAsync(tenant.LiveKey), await IssueAsync(tenant.LiveKey), await IssueAsync(tenant.TestKey));
        Assert.Equal("noindex", await RobotsAsync(live));
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Patch, "/v1/tenants/me", tenant.TestKey, """{"index_pages":true}""")).Status);
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{revoked}/revoke", tenant.LiveKey, """{"reason":"r","reason_code":"other"}""")).Status);
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{erased}/erase", tenant.LiveKey, """{"requester":"recipient","verified_at":"2026-01-01T00:00:00Z"}""")).Status);
        Assert.Equal(
            (null, "noindex", "noindex", "noindex", "noindex"),
            (await RobotsAsync(live), await RobotsAsync(revoked), await RobotsAsync(erased), await RobotsAsync(test), await RobotsAsync("crd_01HXYZABCDEFGHJKMNPQRSTVWX")));
        Assert.Equal("noindex", (await service.GetAsync($"/c/{live}/badge.svg"))["X-Robots-Tag"]);
    }

    [Fact]
    public async Task The_recipients_name_stands_in_the_card_alone_and_not_in_what_machines_read()
    {
        const string Name = "Wilhelmina Oystercatcher";
        var tenant = await service.TenantAsync(name: "Harbour Academy");
        var id = await IssueAsync(tenant.TestKey, static credential =>
        {
            credential["recipient"]!["name"] = Name;
            credential["achievement"]!["description"] = string.Join(' ', Enumerable.Repeat("long", 100));
        });
        var text = (await service.GetAsync("/c/" + id)).Text;
        var page = WebUtility.HtmlDecode(text);
        Assert.Equal(1, Regex.Count(page, Name));
        Assert.Contains($"<p class=\"recipient\">{Name}</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Name, page.Split("</head>")[0], StringComparison.Ordinal);
        Assert.DoesNotContain(Name, (await service.GetAsync($"/c/{id}/badge.svg")).Text, StringComparison.Ordinal);
        string[] read =
        [
            "<meta property=\"og:title\" content=\"Introduction to Machine Learning\" />", "<meta property=\"og:description\" content=\"Awarded by Harbour Academy. long long",
            $"<meta property=\"og:url\" content=\"{Service.Origin}/c/{id}\" />", "<meta name=\"twitter:card\" content=\"summary\"", $"<link rel=\"canonical\" href=\"{Service.Origin}/c/{id}\" />",
            "itemscope itemtype=\"https://schema.org/EducationalOccupationalCredential\"", "itemprop=\"recognizedBy\"", "itemprop=\"name\">Introduction to Machine Learning</h1>",
        ];
        Assert.All(read, part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.True(Regex.Match(page, "og:description\" content=\"([^\"]*)\"").Groups[1].Value.Length < 260);
        Assert.DoesNotContain("og:image", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_of_what_does_not_hold_says_so()
    {
        var tenant = await service.TenantAsync();
        var id = await IssueAsync(tenant.TestKey);
        Assert.Equal(200, (await service.SendAsync(HttpMethod.Post, $"/v1/credentials/{id}/revoke", tenant.TestKey, """{"reason":"r","reason_code":"other"}""")).Status);
        Assert.Contains("og:description\" content=\"Revoked. Awarded by", await PageAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tenants_colour_comes_as_a_sheet_of_its_own_that_can_be_read_on_in_the_light_and_in_the_dark()
    {
        var tenant = await service.TenantAsync();
        var id = await IssueAsync(tenant.TestKey);
        Assert.DoesNotContain("/assets/brand/", await PageAsync(id), StringComparison.Ordinal);
        await service.SendAsync(HttpMethod.Patch, "/v1/tenants/me", tenant.TestKey, """{"brand_color":"#FFEE00"}""");
        Assert.Contains("<link rel=\"stylesheet\" href=\"/assets/brand/ffee00.css\" />", await PageAsync(id), StringComparison.Ordinal);
        var sheet = await service.GetAsync("/assets/brand/ffee00.css");
        Assert.Equal((200, "text/css; charset=utf-8", "nosniff"), (sheet.Status, sheet["Content-Type"], sheet["X-Content-Type-Options"]));
        Assert.Contains("--brand: #ffee00; --on-brand: #000000; --brand-edge: #6b7280;", sheet.Text, StringComparison.Ordinal);
        Assert.Contains("(prefers-color-scheme: dark) { :root { --brand-edge: #ffee00; } }", sheet.Text, StringComparison.Ordinal);
        Assert.Equal(304, (await KnownAsync("/assets/brand/ffee00.css", sheet["ETag"]!)).Status);
        foreach (var wrong in new[] { "fff", "ffee0g", "ffee00%7D*%7B", "..%2fpage" })
        {
            (await service.GetAsync($"/assets/brand/{wrong}.css")).IsError(404, "route_not_found");
        }
    }

    [Fact]
    public void An_edge_is_seen_on_light_and_dark_paper_whatever_the_colour()
    {
        for (var red = 0; red < 256; red += 15)
        {
            for (var green = 0; green < 256; green += 15)
            {
                for (var blue = 0; blue < 256; blue += 15)
                {
                    var colors = LearnCoin.Api.Site.BrandColors.Of($"#{red:x2}{green:x2}{blue:x2}");
                    Assert.True(LearnCoin.Api.Site.BrandColors.Contrast(colors.Background, colors.Text) >= 4.5, colors.Background);
                    Assert.True(LearnCoin.Api.Site.BrandColors.Contrast(colors.Border, "#ffffff") >= 3, colors.Background);
                    Assert.True(LearnCoin.Api.Site.BrandColors.Contrast(colors.DarkBorder, LearnCoin.Api.Site.BrandColors.DarkPaper) >= 3, colors.Background);
                }
            }
        }
    }

    private async Task<string> IssueAsync(string key, Action<JsonObject>? change = null) => (string)(await service.AnchoredAsync(key, Requests.Of(1, change)))["credentials"]![0]!["id"]!;

    private async Task<string> PageAsync(string id) => WebUtility.HtmlDecode((await service.GetAsync("/c/" + id)).Text);

    private async Task<string?> RobotsAsync(string id) => (await service.GetAsync("/c/" + id))["X-Robots-Tag"];

    private Task<Answer> KnownAsync(string path, string tag) => service.SendAsync(HttpMethod.Get, path, prepare: request => request.Headers.TryAddWithoutValidation("If-None-Match", tag));
}
