using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LearnCoin.Commands;
using LearnCoin.Core.Erasure;
using LearnCoin.Local.Storage;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Backups;

/// <summary><c>learncoin backup</c> and <c>learncoin restore</c>.</summary>
internal static class BackupCommands
{
    private const int Failed = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Backup()
    {
        var target = new Option<string>("--out") { Description = "File of the archive, or a folder that gets one named by the time. Nothing is written over.", Required = true };
        var command = new Command("backup", "Write store and keys into one archive, while the service runs. Keep it like the keys: docs/operations.md.") { target };
        command.SetAction((parsed, cancellationToken) => GuardAsync(() => BackupAsync(parsed.GetRequiredValue(target), cancellationToken)));
        return command;
    }

    public static Command Restore()
    {
        var archive = new Argument<string>("archive") { Description = "File that 'learncoin backup' wrote." };
        var erasures = new Option<string?>("--erasures") { Description = "Journal of erasures (erasures.jsonl, or what 'learncoin erasures export' printed): they are made again." };
        var without = new Option<bool>("--without-erasures") { Description = "There is no journal. Personal data that were erased since the backup come back." };
        var command = new Command("restore", "Make an empty data folder from an archive, and make the erasures since then again. The service must not run.") { archive, erasures, without };
        command.Validators.Add(result =>
        {
            if (result.GetValue(erasures) is null != result.GetValue(without))
            {
                result.AddError("--erasures: name the journal of erasures, or say --without-erasures: personal data that were erased since the backup would come back");
            }
        });
        command.SetAction((parsed, cancellationToken) => GuardAsync(() => RestoreAsync(parsed.GetRequiredValue(archive), parsed.GetValue(erasures), cancellationToken)));
        return command;
    }

    private static Task<int> GuardAsync(Func<Task<int>> run) => OperatorCommands.GuardAsync(async () =>
    {
        try
        {
            return await run();
        }
        catch (BackupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Texts of these name paths only. Disk full, no permission.
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    });

    private static async Task<int> BackupAsync(string target, CancellationToken cancellationToken)
    {
        var settings = Settings.Load(Settings.Read());
        if (Directory.Exists(target))
        {
            target = Path.Combine(target, $"learncoin-{Stamp()}.tar");
        }

        var (manifest, sha256) = await new BackupWriter(settings, TimeProvider.System).WriteAsync(target, cancellationToken);
        await Console.Error.WriteLineAsync("The archive holds recipients' names and e-mail addresses. Destroy it when its time is over: until then what is erased lives on in it.");
        if (manifest.Keys == BackupManifest.Plain)
        {
            await Console.Error.WriteLineAsync(
                "WARNING: THE KEYS IN IT ARE NOT ENCRYPTED. Whoever reads it can sign as every tenant and spend from the anchor account. Encrypt it, and set KeyPassphrase for the next installation.");
        }

        Print(json =>
        {
            json.WriteString("archive", target);
            json.WriteString("sha256", sha256);
            Write(json, manifest);
        });
        return 0;
    }

    private static async Task<int> RestoreAsync(string archive, string? journal, CancellationToken cancellationToken)
    {
        var settings = Settings.Load(Settings.Read());
        var (manifest, counts) = await new Restoration(settings).RunAsync(archive, journal is null ? [] : await ReadJournalAsync(journal, cancellationToken), cancellationToken);
        if (journal is null)
        {
            await Console.Error.WriteLineAsync(
                $"WARNING: NO JOURNAL OF ERASURES WAS NAMED. But for what {settings.Host.JournalPath} held, personal data that were erased since the backup are back. Find the journal and run 'learncoin erasures replay' before the service answers anybody.");
        }

        await Console.Error.WriteLineAsync(
            $"The store is as it was on {manifest.MadeAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC. Batches, revocations, API keys, signing keys and suspensions of later are gone: docs/operations.md says what to do before it serves.");
        Print(json =>
        {
            json.WriteString("restored", settings.Host.DataDirectory);
            Write(json, manifest);
            json.WriteNumber("erasures_replayed", counts.Replayed);
            json.WriteNumber("erasures_known", counts.AlreadyErased);
            json.WriteNumber("erasures_of_unknown_credentials", counts.Unknown);
        });
        return 0;
    }

    private static async Task<IReadOnlyList<ErasureRecord>> ReadJournalAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await FileErasureJournal.ReadAsync(file, TimeProvider.System, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new BackupException($"--erasures: {exception.Message}: nothing was restored", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException("--erasures: there is no file of that name: nothing was restored", exception);
        }
    }

    private static string Stamp() => TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, BackupManifest manifest)
    {
        json.WriteString("made_at", manifest.MadeAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("product_version", manifest.ProductVersion);
        json.WriteNumber("schema_version", manifest.SchemaVersion);
        json.WriteString("keys", manifest.Keys);
    }

    private static void Print(Action<Utf8JsonWriter> write)
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
