using LearnCoin.Api.Configuration;
using LearnCoin.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace LearnCoin.Functions.Hosting;

/// <summary>App settings (<c>Anchoring__Confirmations</c> for <c>Anchoring:Confirmations</c>), bound and checked.</summary>
public sealed record FunctionSettings(LearnCoinOptions Product, FunctionsOptions Host)
{
    /// <summary>For the command line.</summary>
    /// <exception cref="SettingsException">One or more options are bad; the message names each.</exception>
    public static FunctionSettings Load(IConfiguration configuration) => Load(configuration, static _ => []);

    /// <summary>For the worker, which has the Functions host before it.</summary>
    /// <inheritdoc cref="Load(IConfiguration)"/>
    public static FunctionSettings LoadForWorker(IConfiguration configuration) => Load(configuration, FunctionsOptionFaults.FindInWorker);

    private static FunctionSettings Load(IConfiguration configuration, Func<LearnCoinOptions, IEnumerable<string>> more)
    {
        var reader = new OptionReader(configuration);
        var settings = new FunctionSettings(reader.Product(), reader.Bind(new FunctionsOptions()));
        reader.Check(settings.Product, [.. FunctionsOptionFaults.Find(settings.Host), .. more(settings.Product)]);
        return settings;
    }
}
