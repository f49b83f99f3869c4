using LearnCoin.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace LearnCoin.Standalone.Hosting;

/// <summary>appsettings.json of the working folder, then the environment (<c>Anchoring__Confirmations</c> for <c>Anchoring:Confirmations</c>).</summary>
public sealed record Settings(LearnCoinOptions Product, StandaloneOptions Host)
{
    private static readonly string[] OwnNames = ["DataDirectory", "Listen", "KeyPassphrase", "WorkflowLeaseSeconds"];

    /// <exception cref="SettingsException">One or more options are bad; the message names each.</exception>
    public static Settings Load(IConfiguration configuration)
    {
        var product = new LearnCoinOptions();
        var host = new StandaloneOptions();
        var faults = new List<string>();
        Bind(configuration, product, faults);
        Bind(configuration, host, faults);
        foreach (var section in configuration.GetSection("Plans").GetChildren())
        {
            // Once more, each by itself: inside a dictionary the binder passes over values of the wrong type.
            Bind(section, product.Plans[section.Key] = product.Plans.GetValueOrDefault(section.Key) ?? new PlanOptions(), faults);
        }

        if (faults.Count == 0)
        {
            faults.AddRange(OptionFaults.Find(product));
            faults.AddRange(host.Faults());
        }

        return faults.Count == 0 ? new Settings(product, host) : throw new SettingsException(faults);
    }

    public static IConfiguration Read() => new ConfigurationBuilder()
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .Build();

    private static void Bind(IConfiguration configuration, object options, List<string> faults)
    {
        try
        {
            configuration.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            // The binder's message names the option: "Failed to convert configuration value ... at 'Anchoring:Confirmations' ...".
            var parts = exception.Message.Split('\'');
            var name = parts.FirstOrDefault(part => part.Contains(':', StringComparison.Ordinal) || OwnNames.Contains(part)) ?? parts.ElementAtOrDefault(1);
            faults.Add($"{name}: the value has the wrong type.");
        }
    }
}
