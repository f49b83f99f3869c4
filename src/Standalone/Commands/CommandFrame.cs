using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnCoin.Api.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;
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

    /// <summary>A command on one tenant, named by <c>--tenant</c>. What it returns as an error names its options as pointers.</summary>
    public static Command ForTenant(string name, string description, Func<LocalNode, Tenant, ParseResult, CancellationToken, Task<Error?>> run, params Option[] options)
    {
        var tenant = new Option<string>("--tenant") { Description = "Id of the tenant, tnt_…", Required = true };
        var command = new Command(name, description) { tenant };
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => WithNodeAsync(
            async node =>
            {
                var found = TenantId.TryParse(parsed.GetRequiredValue(tenant), out var id) ? await node.Core.Tenants.FindAsync(id, cancellationToken) : null;
                if (found is null)
                {
                    return await FailAsync("--tenant: no tenant has this id");
                }

                var error = await run(node, found, parsed, cancellationToken);
                return error is null ? Ok : await FailAsync(AsOption(error.Message));
            },
            cancellationToken));
        return command;
    }

    public static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return Failed;
    }

    /// <summary>From <c>/since: …</c> to <c>--since: …</c>.</summary>
    private static string AsOption(string message) => message.StartsWith('/') ? "--" + message[1..] : message;

    /// <summary>A time as the API writes it: UTC with milliseconds; null when there is none.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            json.WriteString(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>One JSON object in a line, for lists.</summary>
    public static void WriteLine(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Console.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
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
