using System.CommandLine;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Local.Storage;

namespace LearnCoin.Commands;

/// <summary><c>learncoin erasures …</c>: what a restored store has to be told.</summary>
internal static class ErasureCommands
{
    public static Command Create(CommandFrame frame) => new("erasures", "Carry erasures over a restore. Ids and times, no personal data.")
    {
        Export(frame),
        Replay(frame),
    };

    private static Command Export(CommandFrame frame)
    {
        var command = new Command("export", "Print every erasure that the store knows, one JSON object a line: keep it outside of the store.");
        command.SetAction((_, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                await foreach (var erasure in core.ErasureReplay.ListAsync(cancellationToken))
                {
                    Console.WriteLine(ErasureLine.Write(erasure));
                }

                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    private static Command Replay(CommandFrame frame)
    {
        var file = new Argument<string>("file") { Description = "Journal of erasures, or what export printed." };
        var command = new Command("replay", "After a restore by other means: make erasures again that the store has lost, with their own times, and begin new status lists. Run it before the service answers anybody.") { file };
        command.SetAction((parsed, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                var erasures = await ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
                if (!erasures.IsOk)
                {
                    return await CommandFrame.FailAsync(erasures.Error.Message);
                }

                var counts = await core.SetBack.RecoverAsync(erasures.Value, cancellationToken);
                CommandFrame.WriteJson(json =>
                {
                    json.WriteNumber("erasures_replayed", counts.Replayed);
                    json.WriteNumber("erasures_known", counts.AlreadyErased);
                    json.WriteNumber("erasures_of_unknown_credentials", counts.Unknown);
                });
                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    private static async Task<Result<ErasureRecord[]>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return (await FileErasureJournal.ReadAsync(file, TimeProvider.System, cancellationToken)).ToArray();
        }
        catch (InvalidDataException exception)
        {
            return Fault($"file: {exception.Message}: nothing was replayed");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fault("file: there is no file of that name");
        }
    }

    private static Error Fault(string message) => new(ErrorCode.InvalidFieldFormat, message);
}
