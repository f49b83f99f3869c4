using System.CommandLine;
using LearnCoin.Core;
using LearnCoin.Core.Configuration;

namespace LearnCoin.Commands;

/// <summary>Opens the product over the host's store, without running workflows.</summary>
public delegate Task<OpenCore> CoreOpener(CancellationToken cancellationToken);

/// <param name="Core">The product.</param>
/// <param name="Owner">Closes the store.</param>
public sealed record OpenCore(LearnCoinCore Core, IAsyncDisposable Owner) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner.DisposeAsync();
}

/// <summary>What operators do on the command line, the same for each host: only the store differs.</summary>
public static class OperatorCommands
{
    /// <summary>Exit code of wrong arguments (EX_USAGE of sysexits.h): <c>verify</c> has meanings of its own for 1 and 2.</summary>
    public const int BadUse = 64;

    /// <summary>Exit code of a bad configuration (EX_CONFIG).</summary>
    public const int BadConfiguration = 78;

    /// <param name="args">The command line.</param>
    /// <param name="open">Gives the product. Throws <see cref="SettingsException"/> when the configuration cannot be used.</param>
    /// <param name="own">Commands of the host alone.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CoreOpener open, params IEnumerable<Command> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        var root = new RootCommand("LearnCoin: issues Open Badges 3.0 credentials, anchors them on Base, and verifies them.");
        var frame = new CommandFrame(open);
        foreach (var command in own.Concat([TenantCommands.Create(frame), KeyCommands.Create(frame), AccountCommands.Create(frame), AnchorCommands.Create(frame), AuditCommands.Create(frame), ErasureCommands.Create(frame), WebhookCommands.Create(frame), OperatorTokenCommand.Create(), VerifyCommand.Create()]))
        {
            root.Add(command);
        }

        var parsed = root.Parse(args);

        // A host takes SIGTERM and Ctrl-C itself. By default the parser would end the process 2 s after one, with activities under way and
        // the workflow lease not given back; other commands are short and may simply end.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? BadUse : code;
    }

    /// <summary>Runs a command's work; a configuration that cannot be used ends it with one line a fault.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            return await run();
        }
        catch (SettingsException exception)
        {
            await Console.Error.WriteLineAsync("The configuration cannot be used:" + Environment.NewLine + exception.Message);
            return BadConfiguration;
        }
    }
}
