using LearnCoin.Commands;
using LearnCoin.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

// The Functions host starts the worker with options only. A word in front is an operator's command.
if (args is [not ['-', ..], ..])
{
    return await OperatorCommands.RunAsync(args, AzureNode.OpenForCommandAsync, BackupElsewhere.Create());
}

return await OperatorCommands.GuardAsync(async () =>
{
    using var app = WorkerApp.Build(FunctionsApplication.CreateBuilder(args));
    await app.CheckStoreAsync(CancellationToken.None);
    await app.RunAsync();
    return 0;
});
