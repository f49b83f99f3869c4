using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnCoin.Core;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Tenants;

namespace LearnCoin.Commands;

/// <summary>What all commands share: the opened product, exit codes, error lines, JSON output.</summary>
internal sealed class CommandFrame(CoreOpener open)
{
    public const int Ok = 0;
    public const int Failed = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Opens the store that the settings name, without running workflows.</summary>
    public Task<int> WithCoreAsync(Func<LearnCoinCore, Task<int>> run, CancellationToken cancellationToken) => OperatorCommands.GuardAsync(async () =>
    {
        await using var opened = await open(cancellationToken);
        return await run(opened.Core);
    });

    /// <summary>A command on one tenant, named by <c>--tenant</c>. What it returns as an error names its options as pointers.</summary>
    public Command ForTenant(string name, string description, Func<LearnCoinCore, Tenant, ParseResult, CancellationToken, Task<Error?>> run, params Option[] options)
    {
        var tenant = new Option<string>("--tenant") { Description = "Id of the tenant, tnt_…", Required = true };
        var command = new Command(name, description) { tenant };
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => WithCoreAsync(
            async core =>
            {
                var found = TenantId.TryParse(parsed.GetRequiredValue(tenant), out var id) ? await core.Tenants.FindAsync(id, cancellationToken) : null;
                if (found is null)
                {
                    return await FailAsync("--tenant: no tenant has this id");
                }

                var error = await run(core, found, parsed, cancellationToken);
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
