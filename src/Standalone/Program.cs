using System.CommandLine;
using LearnCoin.Standalone.Commands;

var root = new RootCommand("LearnCoin: issues Open Badges 3.0 credentials, anchors them on Base, and verifies them.")
{
    ServeCommand.Create(),
    TenantCommands.Create(),
    KeyCommands.Create(),
    AuditCommands.Create(),
    VerifyCommand.Create(),
};
var parsed = root.Parse(args);

// The host takes SIGTERM and Ctrl-C itself. By default the parser would end the process 2 s after one, with activities under way and the
// workflow lease not given back; other commands are short and may simply end.
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? CommandFrame.BadUse : code;
