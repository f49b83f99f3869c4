using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace LearnCoin.Functions.Hosting;

/// <summary>The worker's process, put together.</summary>
internal static class WorkerApp
{
    /// <exception cref="Core.Configuration.SettingsException">The settings cannot be used.</exception>
    public static IHost Build(FunctionsApplicationBuilder builder)
    {
        // In this order: parts stop in the opposite one, and what the web server's last requests leave for the request log is written after it.
        builder.AddLearnCoin(FunctionSettings.LoadForWorker(builder.Configuration));
        builder.ConfigureFunctionsWebApplication();
        return builder.Build();
    }
}
