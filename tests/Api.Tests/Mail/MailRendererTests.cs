using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LearnCoin.Api.Mail;
using LearnCoin.Api.Site;
using LearnCoin.Core.Mail;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Api.Tests.Mail;

public sealed partial class MailRendererTests
{
    private const string Link = "https://learncoin.example/c/crd_1#claim=c2VjcmV0";
    private const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>&{tenant}{email}\r\n\r\nhello";

    private static readonly ClaimMail Plain = new("Example University", "Zoë", "Robotics & Ethics", Link, "c2VjcmV0", new DateTimeOffset(2030, 1, 31, 23, 30, 0, TimeSpan.FromHours(-2)))
    {
        SupportEmail = "support@example.edu",
        WebsiteUrl = "https://www.example.edu",
        LogoUrl = "https://learncoin.example/logos/tnt_1",
        BrandColor = "#0F766E",
    };

    [Fact]
    public async Task Both_parts_name_the_tenant_the_recipient_the_achievement_the_link_the_code_the_day_and_the_support()
    {
        var content = await RenderAsync(Plain);
        Assert.Equal("Example University: your credential “Robotics & Ethics”", content.Subject);
        string[] parts = ["Example University", "Zoë", "Robotics & Ethics", Link, "https://learncoin.example/c/crd_1 ", "c2VjcmV0", "until 1 February 2030, 01:30 UTC", "support@example.edu", "https://www.example.edu", "no mailing list"];
        var html = WebUtility.HtmlDecode(content.Html.Replace("</a>", " ", StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, html, StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, content.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_others_typed_is_text_and_fills_no_place_of_the_texts()
    {
        var content = await RenderAsync(Plain with { TenantName = Hostile, RecipientName = Hostile, Achievement = Hostile, SupportEmail = Hostile, Code = Hostile, ClaimUrl = Link + Hostile });
        Assert.DoesNotContain("<script", content.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", content.Html, StringComparison.OrdinalIgnoreCase);
        // The layout's own logo is the only image, and no attribute is an event's (what stands in quotes is a value: quotes within are encoded).
        Assert.Single(ImagePattern().Matches(content.Html));
        Assert.DoesNotMatch(@"<[^>]*\son\w+\s*=", ValuePattern().Replace(content.Html, "\"\""));
        Assert.Contains("{tenant}{email}", WebUtility.HtmlDecode(content.Html), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', content.Subject);
        Assert.DoesNotContain("\nhello", content.Text.Replace(Link + Hostile, "", StringComparison.Ordinal).Replace(Hostile, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:image/svg+xml,<svg onload=alert(1)>")]
    [InlineData("/logos/tnt_1")]
    public async Task An_address_that_is_not_of_the_web_is_left_out(string address)
    {
        var content = await RenderAsync(Plain with { LogoUrl = address, WebsiteUrl = address });
        Assert.DoesNotContain("<img", content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(address, WebUtility.HtmlDecode(content.Html), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => RenderAsync(Plain with { ClaimUrl = address }));
    }

    [Fact]
    public async Task Nothing_is_loaded_but_the_logo()
    {
        Assert.Equal(["https://learncoin.example/logos/tnt_1"], SourcePattern().Matches((await RenderAsync(Plain)).Html).Select(static match => match.Groups[1].Value));
        Assert.DoesNotMatch(SourcePattern(), (await RenderAsync(Plain with { LogoUrl = null })).Html);
    }

    [Fact]
    public async Task A_test_mail_says_so_first()
    {
        var content = await RenderAsync(Plain with { IsTest = true });
        Assert.StartsWith("[Test] ", content.Subject, StringComparison.Ordinal);
        Assert.StartsWith("Test credential", content.Text, StringComparison.Ordinal);
        Assert.Contains("Test credential", content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Test credential", (await RenderAsync(Plain)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_without_support_or_website_is_named_alone()
    {
        var content = await RenderAsync(Plain with { SupportEmail = null, WebsiteUrl = null });
        Assert.DoesNotContain("mailto:", content.Html, StringComparison.Ordinal);
        Assert.Contains("Questions? Ask Example University.", content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_support_address_cannot_add_to_the_mail_it_opens()
    {
        var content = await RenderAsync(Plain with { SupportEmail = "a?bcc=b&c@example.edu" });
        Assert.Contains("href=\"mailto:a%3Fbcc%3Db%26c@example.edu\"", content.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_can_be_read_on_every_color()
    {
        for (var i = 0; i < 4_096; i++)
        {
            var color = $"#{(i >> 8) * 17:x2}{((i >> 4) & 15) * 17:x2}{(i & 15) * 17:x2}";
            var colors = BrandColors.Of(color);
            Assert.Equal(color, colors.Background);
            Assert.True(BrandColors.Contrast(colors.Background, colors.Text) >= 4.5, color);
            Assert.True(BrandColors.Contrast(colors.Border, "#ffffff") >= 3, color);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("red;background:url(x)")]
    [InlineData("#12345g")]
    [InlineData("#123")]
    public void What_is_no_color_becomes_ours(string? color) => Assert.Equal(BrandColors.Of("#1d4ed8"), BrandColors.Of(color));

    [Fact]
    public async Task All_samples_render()
    {
        Assert.Equal(MailSamples.Claims.Count, MailSamples.Claims.Select(static sample => sample.Name).Distinct().Count());
        foreach (var (_, mail) in MailSamples.Claims)
        {
            var content = await RenderAsync(mail);
            Assert.StartsWith("<!DOCTYPE html>", content.Html, StringComparison.Ordinal);
            // Gmail cuts a mail off at 102 KB.
            Assert.InRange(content.Html.Length, 1_000, 20_000);
        }
    }

    private static Task<MailContent> RenderAsync(ClaimMail mail) => new MailRenderer(NullLoggerFactory.Instance).ClaimAsync(mail, default).AsTask();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex ValuePattern();

    [GeneratedRegex("<img\\b")]
    private static partial Regex ImagePattern();

    [GeneratedRegex("(?:src|background)=\"([^\"]*)\"|url\\(")]
    private static partial Regex SourcePattern();
}
