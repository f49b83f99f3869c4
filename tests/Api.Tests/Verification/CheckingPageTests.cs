using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnCoin.Api.Site;
using LearnCoin.Api.Tests.Host;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Api.Tests.Verification;

/// <summary>A service whose visitors ask endpoints of its own choosing.</summary>
public sealed class PublicRpcService : Service
{
    public static readonly string[] Urls = ["https://rpc.example/with/path?key=public", "https://rpc.example/other", "https://second.example:8443"];

    protected override void Configure(LearnCoinOptions product)
    {
        base.Configure(product);
        foreach (var url in Urls)
        {
            product.Verification.PublicRpcUrls.Add(url);
        }
    }
}

/// <summary>What the server gives to pages that verify in the visitor's browser, and what those show without scripts.</summary>
public sealed partial class CheckingPageTests(PublicRpcService service) : IClassFixture<PublicRpcService>
{
    private static readonly string[] CheckNames = ["schema", "signature", "issuer", "anchor", "status", "dates"];

    [Fact]
    public async Task The_script_is_told_the_endpoints_and_the_chains_that_the_service_itself_goes_by()
    {
        var id = await IssuedAsync();
        var page = (await service.GetAsync("/c/" + id)).Text;
        var options = JsonNode.Parse(Attribute(page, "data-options"))!;
        Assert.Equal("did:web:creds.example", (string?)options["did"]);
        Assert.Equal(PublicRpcService.Urls, options["rpcUrls"]!.AsArray().Select(static url => (string)url!));
        Assert.Equal(
            service.Host.Node.Core.Networks.All.Select(static network => $"{network.ChainId} {network.ApiName} {network.Confirmations} {network.TransactionUrl("{hash}")}"),
            options["chains"]!.AsArray().Select(static chain => $"{chain!["chainId"]} {chain["name"]} {chain["confirmations"]} {chain["explorer"]}"));
        Assert.Equal($"/c/{id}.json", Attribute(page, "data-document"));
        foreach (var asset in new[] { "data-worker", "data-texts" })
        {
            Assert.Equal(200, (await service.GetAsync(Attribute(page, asset))).Status);
        }
    }

    [Theory]
    [InlineData("/verify")]
    [InlineData("/c/")]
    [InlineData("/assets/verifier.worker.js")]
    [InlineData("/assets/blockcerts.worker.js")]
    public async Task Only_the_public_endpoints_are_reached_besides_the_page_s_own_origin(string path)
    {
        var policy = (await service.GetAsync(path == "/c/" ? path + await IssuedAsync() : path))["Content-Security-Policy"]!;
        Assert.Contains("connect-src 'self' https://rpc.example https://second.example:8443;", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checks")]
    [InlineData("verify")]
    public async Task The_script_reads_the_same_words_as_the_server(string area)
    {
        foreach (var (language, _) in Texts.Languages)
        {
            var texts = Texts.For(area, language);
            var served = (await service.GetAsync($"/assets/{area}.{language}.json")).Json.AsObject();
            Assert.Equal(texts.Names.Order(StringComparer.Ordinal), served.Select(static text => text.Key).Order(StringComparer.Ordinal));
            Assert.All(served, text => Assert.Equal(texts.Find(text.Key), (string?)text.Value));
        }
    }

    [Fact]
    public async Task Without_scripts_the_service_s_own_findings_stand_there_and_are_said_to_be_that()
    {
        var page = WebUtility.HtmlDecode((await service.GetAsync("/c/" + await IssuedAsync())).Text);
        Assert.Equal(CheckNames.Select(static name => $"{name} passed"), Items().Matches(page).Select(static item => $"{item.Groups["name"]} {item.Groups["outcome"]}"));
        Assert.Contains("The credential is not revoked.", page, StringComparison.Ordinal);
        Assert.Contains(Texts.For("checks", "en")["verdict.valid"], page, StringComparison.Ordinal);
        Assert.Contains(Texts.For("checks", "en")["by.service"], page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-waits", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_could_not_check_is_told_with_its_reason_and_not_as_a_failure()
    {
        var id = await IssuedAsync();
        service.TestChain.IsDown = true;
        try
        {
            var page = WebUtility.HtmlDecode((await service.GetAsync("/c/" + id)).Text);
            Assert.Equal(["anchor unknown"], Items().Matches(page).Where(static item => item.Groups["outcome"].Value != "passed").Select(static item => $"{item.Groups["name"]} {item.Groups["outcome"]}"));
            Assert.Contains("The chain's endpoint could not be reached.", page, StringComparison.Ordinal);
        }
        finally
        {
            service.TestChain.IsDown = false;
        }
    }

    [Fact]
    public async Task Until_it_is_anchored_the_page_asks_to_be_looked_at_again()
    {
        var tenant = await service.TenantAsync();
        service.TestChain.IsDown = true;
        try
        {
            var batch = await service.WaitAsync(tenant.TestKey, await service.AcceptedAsync(tenant.TestKey, Requests.Of(1)), "signed");
            var id = (string)batch["credentials"]![0]!["id"]!;
            var page = (await service.GetAsync("/c/" + id)).Text;
            Assert.Equal(("true", "signed", $"/c/{id}.json"), (Attribute(page, "data-waits"), Attribute(page, "data-state"), Attribute(page, "data-document")));
            Assert.Empty(Items().Matches(page));
            Assert.Contains(Texts.For("checks", "en")["waiting.reload"], page, StringComparison.Ordinal);
        }
        finally
        {
            service.TestChain.IsDown = false;
        }
    }

    private async Task<string> IssuedAsync()
    {
        var tenant = await service.TenantAsync();
        return (string)(await service.AnchoredAsync(tenant.TestKey, Requests.Of(1)))["credentials"]![0]!["id"]!;
    }

    private static string Attribute(string page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"id=\"checks\"[^>]* {name}=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value);

    [GeneratedRegex("<li class=\"check [a-z]+\" data-check=\"(?<name>[a-z]+)\" data-outcome=\"(?<outcome>[a-z]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Items();
}
