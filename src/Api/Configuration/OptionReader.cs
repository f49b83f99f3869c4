using LearnCoin.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace LearnCoin.Api.Configuration;

/// <summary>Binds options, the same way in both hosts, and collects what is wrong with them: all of it is told at once.</summary>
public sealed class OptionReader(IConfiguration configuration)
{
    private readonly List<string> faults = [];
    private bool isBound = true;

    /// <summary>Binds the options of the product.</summary>
    public LearnCoinOptions Product()
    {
        var product = Bind(new LearnCoinOptions());
        foreach (var section in configuration.GetSection("Plans").GetChildren())
        {
            // Once more, each by itself: inside a dictionary the binder passes over values of the wrong type.
            Bind(section, product.Plans[section.Key] = product.Plans.GetValueOrDefault(section.Key) ?? new PlanOptions());
        }

        return product;
    }

    /// <summary>Binds options of a host.</summary>
    public TOptions Bind<TOptions>(TOptions options)
        where TOptions : class
    {
        Bind(configuration, options);
        return options;
    }

    /// <summary>Refuses what does not bind, else what does not hold.</summary>
    /// <param name="product">The product's options, as bound.</param>
    /// <param name="hostFaults">What is wrong with the host's own: a line an option, beginning with its name.</param>
    /// <exception cref="SettingsException">One or more options are bad; the message names each.</exception>
    public void Check(LearnCoinOptions product, IEnumerable<string> hostFaults)
    {
        if (isBound)
        {
            // Values of the wrong type left defaults behind: checking those would tell of faults that nobody made.
            faults.AddRange(OptionFaults.Find(product));
            faults.AddRange(hostFaults);
        }

        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
    }

    private void Bind(IConfiguration section, object options)
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            isBound = false;
            faults.Add($"{NameIn(exception.Message)}: the value has the wrong type.");
        }
    }

    /// <summary>
    /// The binder tells the option by its text only: "Failed to convert configuration value '8x' at 'Anchoring:Confirmations' to type '…'".
    /// Read from the end: the value may hold anything, and may be a secret.
    /// </summary>
    private static string NameIn(string message)
    {
        var parts = message.Split('\'');
        return parts.Length >= 5 ? parts[^4] : "Configuration";
    }
}
