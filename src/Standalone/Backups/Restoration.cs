using LearnCoin.Core.Erasure;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Core.Migrations;
using LearnCoin.Local.Keys;
using LearnCoin.Local.Storage;
using LearnCoin.Standalone.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnCoin.Standalone.Backups;

/// <summary>
/// Makes a data folder from an archive, all or nothing: the store is unpacked, migrated and cleared of what was erased since in a folder
/// inside the data folder, and moved out of it last. While that folder is there, no service starts on the data folder, and a restore that
/// is run again begins anew.
/// </summary>
internal sealed class Restoration(Settings settings)
{
    private const string Lock = "lock";
    private const string Store = "store";

    // The journal of erasures may stay: it outlives stores.
    private static readonly string[] Harmless = [StoreNames.Journal];
    private static readonly string[] OfRestore = [StoreNames.Restoring, StoreNames.Journal, StoreNames.Keys, StoreNames.Database];

    private readonly string data = Path.GetFullPath(settings.Host.DataDirectory);

    private string Restoring => Path.Combine(data, StoreNames.Restoring);

    /// <param name="archive">The archive's file.</param>
    /// <param name="erasures">What was erased since; empty when the operator says that nothing is known.</param>
    /// <param name="cancellationToken">Ends it: nothing is restored then.</param>
    /// <returns>What the archive says of itself, and what became of the erasures.</returns>
    /// <exception cref="BackupException">The archive or the data folder cannot be used.</exception>
    public async Task<(BackupManifest Manifest, ReplayCounts Erasures)> RunAsync(
        string archive, IReadOnlyList<ErasureRecord> erasures, CancellationToken cancellationToken)
    {
        var manifest = await BackupReader.CheckAsync(archive, cancellationToken);
        CheckFits(manifest);
        using var held = TakeFolder();
        var store = Path.Combine(Restoring, Store);
        ReplayCounts counts;
        try
        {
            counts = await MakeAsync(archive, manifest, store, erasures, cancellationToken);
        }
        catch
        {
            // Told in order, it leaves nothing of anybody's behind.
            await held.DisposeAsync();
            Directory.Delete(Restoring, recursive: true);
            throw;
        }

        MoveIn(store);
        return (manifest, counts);
    }

    private async Task<ReplayCounts> MakeAsync(
        string archive, BackupManifest manifest, string store, IReadOnlyList<ErasureRecord> erasures, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(store);
        await BackupReader.UnpackAsync(archive, store, cancellationToken);
        try
        {
            SqliteBackup.Check(StoreNames.DatabaseIn(store));
        }
        catch (Exception exception) when (exception is InvalidDataException or StoreException)
        {
            throw new BackupException("The store in the archive is damaged", exception);
        }

        CheckKeys(Path.Combine(store, StoreNames.Keys), manifest);
        return await EraseAgainAsync(store, erasures, cancellationToken);
    }

    private static async Task<ReplayCounts> EraseAgainAsync(Settings staged, IReadOnlyList<ErasureRecord> erasures, CancellationToken cancellationToken)
    {
        await using var node = await LocalNode.OpenAsync(staged, NullLoggerFactory.Instance, new PortDecorators(), cancellationToken);
        var counts = await node.Core.SetBack.RecoverAsync(erasures, cancellationToken);
        // What was begun when the copy was made.
        await node.Core.Erasure.SweepAsync(cancellationToken);
        return counts;
    }

    private Task<ReplayCounts> EraseAgainAsync(string store, IReadOnlyList<ErasureRecord> erasures, CancellationToken cancellationToken) =>
        EraseAgainAsync(settings with { Host = settings.Host.At(store) }, erasures, cancellationToken);

    /// <summary>A service that cannot open its keys would accept batches and sign none.</summary>
    private void CheckKeys(string folder, BackupManifest manifest)
    {
        using var keys = new FileKeys(folder, settings.Host.KeyPassphrase, SystemEntropy.Instance);
        try
        {
            foreach (var part in manifest.Parts.Where(static part => part.IsKey))
            {
                keys.CheckOpens(Path.GetFileNameWithoutExtension(part.Name));
            }
        }
        catch (KeyUnavailableException exception)
        {
            throw new BackupException($"KeyPassphrase: the archive's keys do not open. {exception.Message}", exception);
        }
    }

    private void CheckFits(BackupManifest manifest)
    {
        if (manifest.PublicOrigin != settings.Product.PublicOrigin)
        {
            throw new BackupException($"PublicOrigin: the archive's credentials are issued under {manifest.PublicOrigin}: set it to that");
        }

        var newest = StoreMigrations.Newest;
        if (manifest.SchemaVersion > newest)
        {
            throw new BackupException($"The archive's store has schema {manifest.SchemaVersion}, this release knows {newest}: restore it with release {manifest.ProductVersion} or a newer one");
        }
    }

    /// <summary>Makes the folder in which the store comes to be. What a restore that broke off left is removed.</summary>
    private FileStream TakeFolder()
    {
        PrivateFolder.Create(data);
        var isRepeated = StoreNames.IsRestoring(data);
        if (Names(data).FirstOrDefault(name => !(isRepeated ? OfRestore : Harmless).Contains(name)) is { } found)
        {
            throw new BackupException($"DataDirectory: a restore needs an empty folder, and this one has {found}: stop the service and move everything elsewhere");
        }

        PrivateFolder.Create(Restoring);
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(Restoring, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new BackupException("DataDirectory: another restore is under way there", exception);
        }

        if (isRepeated)
        {
            // That restore's: the folder was empty when it began, and nobody has opened a store in it since.
            foreach (var path in new[] { Path.Combine(Restoring, Store), Path.Combine(data, StoreNames.Keys) }.Where(Directory.Exists))
            {
                Directory.Delete(path, recursive: true);
            }

            File.Delete(StoreNames.DatabaseIn(data));
        }

        FolderSync.Flush(data);
        return held;
    }

    private static IEnumerable<string> Names(string folder) => Directory.EnumerateFileSystemEntries(folder).Select(static path => Path.GetFileName(path));

    private void MoveIn(string store)
    {
        // The store last: without it the rest is nothing.
        foreach (var name in (string[])[StoreNames.Keys, StoreNames.Database])
        {
            var (from, to) = (Path.Combine(store, name), Path.Combine(data, name));
            if (Directory.Exists(from))
            {
                Directory.Move(from, to);
            }
            else if (File.Exists(from))
            {
                File.Move(from, to, overwrite: false);
            }
        }

        if (Names(store).FirstOrDefault() is { } left)
        {
            throw new BackupException($"DataDirectory: {left} was left over, so that the store may not be whole: run the command again");
        }

        FolderSync.Flush(data);
        Directory.Delete(Restoring, recursive: true);
        FolderSync.Flush(data);
    }
}
