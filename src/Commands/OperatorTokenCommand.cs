using System.CommandLine;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Sessions;

namespace LearnCoin.Commands;

/// <summary><c>learncoin operators …</c>: how operators sign in to the console.</summary>
internal static class OperatorTokenCommand
{
    public static Command Create()
    {
        var command = new Command("new-token", "Make a token for the console. It is shown once and stored nowhere: the setting takes its hash. No setting and no store is read.");
        command.SetAction(static _ =>
        {
            var (token, hash) = OperatorAccess.NewToken(SystemEntropy.Instance);
            CommandFrame.WriteJson(json =>
            {
                json.WriteString("operator_token", token);
                json.WriteStartObject("settings");
                json.WriteString("Auth__OperatorTokenHash", hash);
                json.WriteEndObject();
            });
            return CommandFrame.Ok;
        });
        return new Command("operators", "How operators sign in to the console.") { command };
    }
}
