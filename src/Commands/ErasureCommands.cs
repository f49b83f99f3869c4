using System.CommandLine;
using System.Text;
using LearnCoin.Core;
using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
using LearnCoin.Local.Storage;

namespace LearnCoin.Commands;

/// <summary><c>learncoin erasures …</c>: what a restored store has to be told.</summary>
internal static class ErasureCommands
{
    private const int PageSize = 100;

    public static Command Create(CommandFrame frame) => new("erasures", "Carry erasures over a restore, and see what recipients ask for. Ids and times, no personal data.")
    {
        Requests(frame),
        Export(frame),
        Replay(frame),
    };

    private static Command Requests(CommandFrame frame)
    {
        var command = new Command("requests", "Print every credential whose recipient asks for its erasure, one JSON object a line: its tenant verifies them and makes the erase call.");
        command.SetAction((_, cancellationToken) => frame.WithCoreAsync(
            async core =>
            {
                foreach (var tenant in await core.Tenants.ListAsync(cancellationToken))
                {
                    await WriteAsync(core, tenant.Id, cancellationToken);
                }

                return CommandFrame.Ok;
            },
            cancellationToken));
        return command;
    }

    private static async Task WriteAsync(LearnCoinCore core, TenantId tenant, CancellationToken cancellationToken)
    {
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            CredentialId? cursor = null;
            do
            {
                (var page, cursor) = await core.ErasureRequests.ListAsync(tenant, environment, PageSize, cursor, cancellationToken);
                foreach (var request in page)
                {
                    Console.WriteLine(Encoding.UTF8.GetString(ApiJson.Bytes(json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("tenant", tenant.Value);
                        json.WriteString("environment", environment.Name());
                        json.WriteString("credential", request.Credential.Value);
                        json.WriteString("requested_at", ApiJson.Time(request.RequestedAt));
                        json.WriteEndObject();
                    })));
                }
            }
            while (cursor is not null);
        }
    }

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
