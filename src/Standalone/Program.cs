using System.CommandLine;
using LearnCoin.Standalone.Commands;

var root = new RootCommand("LearnCoin: issues Open Badges 3.0 credentials, anchors them on Base, and verifies them.")
{
    ServeCommand.Create(),
    TenantCommands.Create(),
    KeyCommands.Create(),
    VerifyCommand.Create(),
};
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? CommandFrame.BadUse : code;
