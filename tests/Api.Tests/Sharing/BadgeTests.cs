using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LearnCoin.Api.Sharing;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Api.Tests.Tenants;

namespace LearnCoin.Api.Tests.Sharing;

/// <summary><c>/c/{id}/badge.svg</c>, the QR code, and oEmbed.</summary>
public sealed class BadgeTests(Service service) : IClassFixture<Service>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public async Task The_badge_stands_alone_can_do_nothing_and_says_what_it_is()
    {
        var tenant = await service.TenantAsync(name: "Bay School");
        var id = await IssueAsync(tenant.LiveKey);
        var answer = await service.GetAsync($"/c/{id}/badge.svg");
        Assert.Equal(
            (200, "image/svg+xml", "*", "cross-origin", "nosniff", "sandbox; default-src 'none'", "public, max-age=60"),
            (answer.HasRequestId().Status, answer["Content-Type"], answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"], answer["X-Content-Type-Options"], answer["Content-Security-Policy"], answer["Cache-Control"]));
        Assert.Null(answer["Set-Cookie"]);
        var svg = XElement.Parse(answer.Text);
        Assert.Equal("Introduction to Machine Learning · Bay School", (string?)svg.Element(Svg + "title"));
        Assert.Equal($"Valid · issued 23 April 2026. Verify it at {Service.Origin}/c/{id}", (string?)svg.Element(Svg + "desc"));
        Assert.Equal(("img", "t d"), ((string?)svg.Attribute("role"), (string?)svg.Attribute("aria-labelledby")));
        Assert.DoesNotContain(svg.DescendantsAndSelf(), static element => element.Name.LocalName is "script" or "style" or "image" or "use" or "foreignObject" or "a");
        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), static attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "href" or "style");
        Assert.Contains(">Válida · 23 de abril de 2026<", (await service.GetAsync($"/c/{id}/badge.svg?lang=es")).Text, StringComparison.Ordinal);
        Assert.Equal(answer.Text, (await service.GetAsync($"/c/{id}/badge.svg?lang=%3Cx%3E")).Text);
    }

    [Fact]
    public async Task The_badge_of_a_test_credential_never_says_only_valid()
    {
        var id = await IssueAsync((await service.TenantAsync()).TestKey);
        Assert.Contains(">Test: Valid · issued 23 April 2026<", (await service.GetAsync($"/c/{id}/badge.svg")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</text><script>alert(1)</script>")]
    [InlineData("\"'><svg onload=alert(1)>&amp;]]>")]
    [InlineData("\u202Edetrever\u2066 \uFFFE end")]
    public async Task Hostile_names_stay_text(string hostile)
    {
        var id = await IssueAsync((await service.TenantAsync()).TestKey, credential => credential["achievement"]!["name"] = hostile);
        var answer = await service.GetAsync($"/c/{id}/badge.svg");
        var svg = XElement.Parse(answer.Text);
        Assert.Equal(["circle", "desc", "g", "path", "rect", "svg", "text", "title"], svg.DescendantsAndSelf().Select(static element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain('\u202E', answer.Text);
        var markup = await OEmbedAsync(id);
        Assert.Equal(2, ((string)markup["html"]!).Count(static c => c == '<') - 1);
        Assert.DoesNotContain("<script", (string)markup["html"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Short", 20, 2, "Short")]
    [InlineData("", 20, 2)]
    [InlineData("one two three four five six", 9, 2, "one two three", "four five six")]
    [InlineData("Introduction to the Theory of Everything that There is", 12, 2, "Introduction to the", "Theory of Everyth…")]
    public void Text_breaks_at_spaces_and_ends_in_an_ellipsis(string text, double width, int most, params string[] lines) => Assert.Equal(lines, TextFit.Lines(text, width, most));

    [Fact]
    public void What_a_reader_sees_as_one_character_is_not_cut()
    {
        const string Family = "👨‍👩‍👧‍👦";
        var line = Assert.Single(TextFit.Lines(string.Concat(Enumerable.Repeat(Family, 9)), 6, 1));
        Assert.Equal(string.Concat(Enumerable.Repeat(Family, 4)) + "…", line);
        Assert.Equal("\uFFFD", Assert.Single(TextFit.Lines("a" + new string('\u0301', 1000), 6, 1)));
        Assert.True(TextFit.Lines(new string('x', 1_000_000), 20, 2).Sum(static line => line.Length) < 80);
    }

    [Fact]
    public async Task The_QR_code_leads_to_the_page_and_changes_with_nothing()
    {
        var id = await IssueAsync((await service.TenantAsync()).TestKey);
        var answer = await service.GetAsync($"/c/{id}/qr.svg");
        Assert.Equal((200, "image/svg+xml"), (answer.Status, answer["Content-Type"]));
        Assert.Contains(QrCode.Of($"{Service.Origin}/c/{id}").Path, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("badge.svg")]
    [InlineData("qr.svg")]
    [InlineData("picture")]
    public async Task There_is_no_picture_of_what_there_is_not(string picture)
    {
        (await service.GetAsync($"/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX/{picture}")).IsError(404, "credential_not_found");
        (await service.GetAsync($"/c/x/{picture}")).IsError(404, "credential_not_found");
    }

    [Fact]
    public async Task OEmbed_gives_a_link_around_the_badge_as_large_as_was_allowed()
    {
        var tenant = await service.TenantAsync(name: "Dune School");
        var id = await IssueAsync(tenant.TestKey, static credential => credential["recipient"]!["name"] = "Leopold Dunlin");
        var answer = await OEmbedAsync(id);
        Assert.Equal(
            ("1.0", "rich", "Introduction to Machine Learning", "Dune School", "LearnCoin", 380, 120),
            ((string?)answer["version"], (string?)answer["type"], (string?)answer["title"], (string?)answer["author_name"], (string?)answer["provider_name"], (int)answer["width"]!, (int)answer["height"]!));
        var html = WebUtility.HtmlDecode((string)answer["html"]!);
        Assert.Equal($"<a href=\"{Service.Origin}/c/{id}\"><img src=\"{Service.Origin}/c/{id}/badge.svg\" width=\"380\" height=\"120\" alt=\"Introduction to Machine Learning · Dune School\"></a>", html);
        Assert.DoesNotContain("Dunlin", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((190, 60), await SizeAsync(id, "&maxwidth=190"));
        Assert.Equal((95, 30), await SizeAsync(id, "&maxwidth=190&maxheight=30"));
        Assert.Equal((380, 120), await SizeAsync(id, "&maxwidth=5000&maxheight=5000"));
        var page = WebUtility.HtmlDecode((await service.GetAsync("/c/" + id)).Text);
        var link = page.Split("type=\"application/json+oembed\" href=\"")[1].Split('"')[0];
        Assert.StartsWith(Service.Origin + "/oembed?", link, StringComparison.Ordinal);
        Assert.Equal(answer.ToJsonString(), (await service.GetAsync(link[Service.Origin.Length..])).Json.ToJsonString());
        Assert.Contains($">{html}</textarea>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OEmbed_refuses_as_its_specification_says()
    {
        var id = await IssueAsync((await service.TenantAsync()).TestKey);
        var own = Uri.EscapeDataString($"{Service.Origin}/c/{id}");
        (await service.GetAsync($"/oembed?url={own}&format=xml")).IsError(501, "format_not_supported");
        (await service.GetAsync("/oembed")).IsError(400, "invalid_field_format");
        (await service.GetAsync($"/oembed?url={own}&maxwidth=0")).IsError(400, "invalid_field_format");
        (await service.GetAsync($"/oembed?url={own}&maxheight=x")).IsError(400, "invalid_field_format");
        foreach (var foreign in new[] { $"https://evil.example/c/{id}", $"{Service.Origin}.evil.example/c/{id}", $"{Service.Origin}/c/crd_01HXYZABCDEFGHJKMNPQRSTVWX", $"{Service.Origin}/docs", "x" })
        {
            (await service.GetAsync("/oembed?url=" + Uri.EscapeDataString(foreign))).IsError(404, "credential_not_found");
        }
    }

    private async Task<string> IssueAsync(string key, Action<JsonObject>? change = null) => (string)(await service.AnchoredAsync(key, Requests.Of(1, change)))["credentials"]![0]!["id"]!;

    private async Task<JsonNode> OEmbedAsync(string id, string more = "")
    {
        var answer = await service.GetAsync($"/oembed?url={Uri.EscapeDataString($"{Service.Origin}/c/{id}?lang=es#share")}{more}");
        Assert.Equal((200, "*", "public, max-age=60"), (answer.Status, answer["Access-Control-Allow-Origin"], answer["Cache-Control"]));
        return answer.Json;
    }

    private async Task<(int Width, int Height)> SizeAsync(string id, string more)
    {
        var answer = await OEmbedAsync(id, more);
        return ((int)answer["width"]!, (int)answer["height"]!);
    }
}
