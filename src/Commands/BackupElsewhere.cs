using System.CommandLine;

namespace LearnCoin.Commands;

/// <summary><c>backup</c> and <c>restore</c> of a host whose store and keys are services with means of their own.</summary>
public static class BackupElsewhere
{
    private const string Sentence =
        "Rows lie in Table Storage and keys in Key Vault: they are backed up there. docs/operations.md (Backup and restore) says how, and how to make erasures again: 'erasures export' and 'erasures replay'.";

    public static IEnumerable<Command> Create() => [Refuse("backup"), Refuse("restore")];

    private static Command Refuse(string name)
    {
        var command = new Command(name, "Not of this host: Table Storage and Key Vault are backed up by their own means.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(static (_, _) => CommandFrame.FailAsync(Sentence));
        return command;
    }
}
