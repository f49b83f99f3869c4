using LearnCoin.Api.Configuration;
using LearnCoin.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace LearnCoin.Standalone.Hosting;

/// <summary>appsettings.json of the working folder, then the environment (<c>Anchoring__Confirmations</c> for <c>Anchoring:Confirmations</c>).</summary>
public sealed record Settings(LearnCoinOptions Product, StandaloneOptions Host)
{
    /// <summary>OpenTelemetry's settings, <c>OTEL_…</c>; null: telemetry goes nowhere.</summary>
    public IConfiguration? Telemetry { get; init; }

    /// <exception cref="SettingsException">One or more options are bad; the message names each.</exception>
    public static Settings Load(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var settings = new Settings(reader.Product(), reader.Bind(new StandaloneOptions())) { Telemetry = configuration };
        reader.Check(settings.Product, settings.Host.Faults());
        return settings;
    }

    public static IConfiguration Read() => new ConfigurationBuilder()
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .Build();
}
