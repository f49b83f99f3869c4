using LearnCoin.Core.Configuration;
using LearnCoin.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.AddLearnCoin(FunctionSettings.Load(builder.Configuration));
    using var app = builder.Build();
    await app.CheckStoreAsync(CancellationToken.None);
    await app.RunAsync();
    return 0;
}
catch (SettingsException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
