using LearnCoin.Core.Configuration;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Configuration;

namespace LearnCoin.Api.Tests;

/// <summary>A bad option is refused at start, by its name.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("PublicOrigin", "")]
    [InlineData("PublicOrigin", "http://learncoin.example")]
    [InlineData("PublicOrigin", "https://learncoin.example/")]
    [InlineData("ApiOrigin", "learncoin.example")]
    [InlineData("Anchoring:Confirmations", "0")]
    [InlineData("Anchoring:Confirmations", "many")]
    [InlineData("Anchoring:WindowSeconds", "-1")]
    [InlineData("Anchoring:PollSeconds", "soon")]
    [InlineData("Anchoring:AnchorCode", "btc")]
    [InlineData("Anchoring:Test:RpcUrl", "localhost:8545")]
    [InlineData("Anchoring:Live:ChainId", "1")]
    [InlineData("Credentials:StatusEntry", "RevocationList2020")]
    [InlineData("Plans:starter:MonthlyCredentials", "-5")]
    [InlineData("Plans:starter:LiveKeys", "perhaps")]
    [InlineData("Listen", "8080")]
    [InlineData("DataDirectory", " ")]
    [InlineData("WorkflowLeaseSeconds", "0")]
    [InlineData("WorkflowLeaseSeconds", "long")]
    public void A_bad_value_is_told_with_the_name_of_the_option(string name, string value)
    {
        var refused = Assert.Throws<SettingsException>(() => Load(name, value));
        Assert.StartsWith(name + ":", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_bad_values_are_told_at_once()
    {
        var refused = Assert.Throws<SettingsException>(() => Settings.Load(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Anchoring:AnchorCode"] = "btc", ["Listen"] = "x" }).Build()));
        Assert.All(
            ["PublicOrigin:", "Anchoring:AnchorCode:", "Listen:"],
            name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_in_a_bad_address_is_not_told()
    {
        var refused = Assert.Throws<SettingsException>(() => Load("Anchoring:Test:RpcUrl", "ftp://node.example/my-secret"));
        Assert.DoesNotContain("my-secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Anchoring:Confirmations")]
    [InlineData("Plans:starter:MonthlyCredentials")]
    [InlineData("WorkflowLeaseSeconds")]
    public void A_secret_in_a_value_of_the_wrong_type_is_not_told(string name)
    {
        var refused = Assert.Throws<SettingsException>(() => Load(name, "https://node.example:443/'my-secret' at 'x"));
        Assert.Equal($"{name}: the value has the wrong type.", refused.Message);
    }

    [Fact]
    public void Further_endpoints_are_a_list()
    {
        var settings = Load("Anchoring:Test:RpcUrls:0", "http://127.0.0.1:8545");
        Assert.Equal(["http://127.0.0.1:8545"], settings.Product.Anchoring.Test.RpcUrls);
        Assert.Throws<SettingsException>(() => Load("Anchoring:Test:RpcUrls:0", "127.0.0.1"));
    }

    [Fact]
    public void What_is_not_given_has_its_documented_default()
    {
        var settings = Load("Anchoring:Test:RpcUrl", "http://127.0.0.1:8545");
        Assert.Equal((84_532L, 8_453L, (int?)null), (settings.Product.Anchoring.Test.ChainId, settings.Product.Anchoring.Live.ChainId, settings.Product.Anchoring.Confirmations));
        Assert.Equal(2_000, settings.Product.Plans["starter"].MonthlyCredentials);
    }

    private static Settings Load(string name, string value) => Settings.Load(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["PublicOrigin"] = "http://localhost:8080", [name] = value })
        .Build());
}
