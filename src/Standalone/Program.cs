using LearnCoin.Commands;
using LearnCoin.Standalone;
using LearnCoin.Standalone.Backups;
using LearnCoin.Standalone.Hosting;

return await OperatorCommands.RunAsync(args, LocalNode.OpenForCommandAsync, ServeCommand.Create(), MailCommands.Create(), BackupCommands.Backup(), BackupCommands.Restore());
