using LearnCoin.Api.Configuration;
using LearnCoin.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace LearnCoin.Functions.Hosting;

/// <summary>App settings (<c>Anchoring__Confirmations</c> for <c>Anchoring:Confirmations</c>), bound and checked.</summary>
public sealed record FunctionSettings(LearnCoinOptions Product, FunctionsOptions Host)
{
    /// <exception cref="SettingsException">One or more options are bad; the message names each.</exception>
    public static FunctionSettings Load(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var settings = new FunctionSettings(reader.Product(), reader.Bind(new FunctionsOptions()));
        reader.Check(settings.Product, FunctionsOptionFaults.Find(settings.Host, settings.Product));
        return settings;
    }
}
