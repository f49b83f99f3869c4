using System.Text.Json;
using LearnCoin.Core.Configuration;
using LearnCoin.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace LearnCoin.Azure.Tests.Hosting;

/// <summary>A bad option of the Azure host is refused at start, by its name.</summary>
public sealed class FunctionSettingsTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["PublicOrigin"] = "https://creds.example",
        ["Storage:TableServiceUri"] = "https://account.table.core.windows.net",
        ["Storage:QueueServiceUri"] = "https://account.queue.core.windows.net/",
        ["Keys:VaultUri"] = "https://name.vault.azure.net/",
        ["Azure:ClientId"] = "2b6e5248-9010-4e44-9cc3-5c582706488a",
        ["Proxy:Hops"] = "1",
    };

    private static readonly Dictionary<string, string?> OnOneMachine = new(Good)
    {
        ["Storage:Provider"] = "local",
        ["Storage:TableServiceUri"] = null,
        ["Storage:QueueServiceUri"] = null,
        ["Keys:Provider"] = "local",
        ["Keys:VaultUri"] = null,
        ["Azure:ClientId"] = null,
    };

    [Theory]
    [InlineData("PublicOrigin", "http://creds.example")]
    [InlineData("Anchoring:Confirmations", "many")]
    [InlineData("Plans:starter:LiveKeys", "perhaps")]
    [InlineData("Storage:Provider", "sqlite")]
    [InlineData("Storage:Provider", "Azure")]
    [InlineData("Storage:TableServiceUri", null)]
    [InlineData("Storage:TableServiceUri", "account")]
    [InlineData("Storage:TableServiceUri", "http://account.table.core.windows.net")]
    [InlineData("Storage:TableServiceUri", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("Storage:TableServiceUri", "https://account.table.core.windows.net/?sv=1&sig=the-secret")]
    [InlineData("Storage:TableServiceUri", "https://user:the-secret@account.table.core.windows.net")]
    [InlineData("Storage:TableServiceUri", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=the-secret")]
    [InlineData("Storage:QueueServiceUri", null)]
    [InlineData("Storage:QueueServiceUri", "http://account.queue.core.windows.net")]
    [InlineData("Keys:Provider", "file")]
    [InlineData("Keys:VaultUri", null)]
    [InlineData("Keys:VaultUri", "http://name.vault.azure.net")]
    [InlineData("Keys:VaultUri", "https://name.vault.azure.net/keys/the-secret")]
    [InlineData("Azure:ClientId", "learncoin")]
    [InlineData("Proxy:Hops", "0")]
    [InlineData("Proxy:Hops", null)]
    public void A_bad_value_is_told_with_the_name_of_the_option_alone(string name, string? value)
    {
        var refused = Assert.Throws<SettingsException>(() => Load(Good, name, value));
        Assert.StartsWith(name + ":", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.DoesNotContain("the-secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage:TableServiceUri", "http://account.table.core.windows.net")]
    [InlineData("Storage:TableServiceUri", "https://account.table.core.windows.net")]
    [InlineData("Storage:QueueServiceUri", "http://192.0.2.1:10001/devstoreaccount1")]
    [InlineData("Storage:QueueServiceUri", "http://127.0.0.1:10001/devstoreaccount1?sig=x")]
    public void The_emulator_is_looked_for_on_this_machine_only(string name, string value)
    {
        var emulated = new Dictionary<string, string?>(OnOneMachine) { ["Storage:Provider"] = "emulator" };
        Assert.Equal("emulator", Load(emulated).Host.Storage.Provider);
        Assert.Equal("emulator", Load(emulated, name, "http://127.0.0.1:11002/devstoreaccount1").Host.Storage.Provider);
        Assert.StartsWith(name + ":", Assert.Throws<SettingsException>(() => Load(emulated, name, value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Local_providers_need_a_folder_and_nothing_of_Azures()
    {
        Assert.Equal("local", Load(OnOneMachine).Host.Keys.Provider);
        Assert.StartsWith("DataDirectory:", Assert.Throws<SettingsException>(() => Load(OnOneMachine, "DataDirectory", " ")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_has_no_proxy_before_it()
    {
        var configuration = Configuration(new Dictionary<string, string?>(Good) { ["Proxy:Hops"] = null });
        Assert.Equal(0, FunctionSettings.Load(configuration).Product.Proxy.Hops);
    }

    [Fact]
    public void The_example_of_settings_is_good_as_it_stands()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "LearnCoin.sln")))
        {
            folder = folder.Parent;
        }

        using var example = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.FullName, "src", "Functions", "local.settings.json.example")));
        var values = example.RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(static value => value.Name.Replace("__", ":", StringComparison.Ordinal), static value => value.Value.GetString());
        Assert.Equal(("local", "local"), (Load(values).Host.Storage.Provider, Load(values).Host.Keys.Provider));
    }

    private static FunctionSettings Load(Dictionary<string, string?> values) => FunctionSettings.LoadForWorker(Configuration(values));

    private static FunctionSettings Load(Dictionary<string, string?> values, string name, string? value) =>
        Load(new Dictionary<string, string?>(values) { [name] = value });

    private static IConfigurationRoot Configuration(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Where(static pair => pair.Value is not null)).Build();
}
