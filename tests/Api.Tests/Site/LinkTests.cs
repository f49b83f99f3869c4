using LearnCoin.Api.Docs;
using LearnCoin.Api.Tests.Host;
using Xunit.Abstractions;

namespace LearnCoin.Api.Tests.Site;

public sealed class LinkTests(Service service, ITestOutputHelper output) : IClassFixture<Service>
{
    [Fact]
    public async Task Every_link_of_the_site_leads_to_a_page_and_every_fragment_to_a_place_on_it()
    {
        var links = new SiteLinks(service);
        await links.FollowAsync("/");
        output.WriteLine($"{links.Answers.Count} addresses, {links.Internal.Count} links");
        Assert.True(links.Internal.Count > 1_000);
        Assert.Empty(links.Dead());
        Assert.All(DocsSite.Links, link => Assert.Contains(link.Path, links.Answers));
        Assert.All(links.External.Order(StringComparer.Ordinal), url =>
        {
            output.WriteLine(url);
            Assert.True(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "https", Host.Length: > 3 }, url);
        });
    }

    [Fact]
    public async Task All_pages_of_the_documentation_are_reached_from_its_contents_in_every_language()
    {
        foreach (var language in new[] { "en", "es", "fr" })
        {
            var contents = (await service.GetAsync("/docs?lang=" + language)).Text;
            Assert.All(DocsSite.Links, link => Assert.Contains($"href=\"{link.Path}\"", contents, StringComparison.Ordinal));
        }
    }
}
