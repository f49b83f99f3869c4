using System.Text.Json;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Commands;

/// <summary>What all commands share: exit codes, error lines, JSON output.</summary>
internal static class CommandFrame
{
    public const int Ok = 0;
    public const int Failed = 1;

    /// <summary>Wrong arguments (EX_USAGE) and bad configuration (EX_CONFIG) of sysexits.h: <c>verify</c> has meanings of its own for 1 and 2.</summary>
    public const int BadUse = 64;
    public const int BadConfiguration = 78;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
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

    /// <summary>Opens the store that the settings name, without running workflows.</summary>
    public static Task<int> WithNodeAsync(Func<LocalNode, Task<int>> run, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        using var loggers = StandaloneHost.Loggers();
        await using var node = await LocalNode.OpenAsync(Settings.Load(Settings.Read()), loggers, new PortDecorators(), cancellationToken);
        return await run(node);
    });

    public static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return Failed;
    }

    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using (var output = Console.OpenStandardOutput())
        using (var json = new Utf8JsonWriter(output, Indented))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Console.WriteLine();
    }
}
