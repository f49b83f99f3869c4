using System.Formats.Tar;
using System.Reflection;
using System.Security.Cryptography;
using LearnCoin.Core.Configuration;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Migrations;
using LearnCoin.Local.Keys;
using LearnCoin.Local.Storage;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Backups;

/// <summary>
/// Writes an archive: a tar file with the manifest, a copy of the store, and the keys as they lie on the disk. It has its name only once it is
/// whole and on the disk.
/// </summary>
internal sealed class BackupWriter(Settings settings, TimeProvider time)
{
    private const string Unfinished = ".part";
    private const string StoreCopy = ".store.part";

    // Of archives: nobody but the owner reads what holds names and keys.
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static string ProductVersion =>
        typeof(StoreSchema).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <returns>What the archive says of itself, and the SHA-256 of the whole file.</returns>
    /// <exception cref="BackupException">There is no store, or a file of that name.</exception>
    public async Task<(BackupManifest Manifest, string Sha256)> WriteAsync(string target, CancellationToken cancellationToken)
    {
        var database = StoreNames.DatabaseIn(settings.Host.DataDirectory);
        if (!File.Exists(database) || StoreNames.IsRestoring(settings.Host.DataDirectory))
        {
            throw new BackupException("DataDirectory: there is no store, or a restore of it is not done");
        }

        if (File.Exists(target))
        {
            throw new BackupException("--out: there is a file of that name");
        }

        var madeAt = time.GetUtcNow();
        var (archive, copy) = (target + Unfinished, target + StoreCopy);
        try
        {
            CreatePrivate(copy).Dispose();
            SqliteBackup.Copy(database, copy);
            // After the copy: a key is there before a row names it, and no key is ever removed.
            var keys = ReadKeys();
            var manifest = new BackupManifest(
                BackupManifest.Format1,
                ProductVersion,
                await SchemaOfAsync(copy, cancellationToken),
                madeAt,
                settings.Product.PublicOrigin,
                keys.Any(static key => FileKeys.IsPlainKey(key.Content)) ? BackupManifest.Plain : BackupManifest.Encrypted,
                [await PartAsync(copy, cancellationToken), .. keys.Select(static key => new BackupPart(key.Name, key.Content.Length, Hash(key.Content)))]);
            await WriteAsync(archive, manifest, copy, keys, cancellationToken);
            var sha256 = await HashFileAsync(archive, cancellationToken);
            File.Move(archive, target, overwrite: false);
            FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
            return (manifest, sha256);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(archive);
        }
    }

    internal static async Task<string> HashFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static async Task WriteAsync(
        string archive, BackupManifest manifest, string copy, IReadOnlyList<KeyPart> keys, CancellationToken cancellationToken)
    {
        await using var file = CreatePrivate(archive);
        await using (var tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true))
        {
            await AddAsync(tar, BackupManifest.Name, new MemoryStream(manifest.ToJson()), manifest, cancellationToken);
            await using (var store = File.OpenRead(copy))
            {
                await AddAsync(tar, StoreNames.Database, store, manifest, cancellationToken);
            }

            foreach (var key in keys)
            {
                await AddAsync(tar, key.Name, new MemoryStream(key.Content), manifest, cancellationToken);
            }
        }

        file.Flush(flushToDisk: true);
    }

    private static Task AddAsync(TarWriter tar, string name, Stream content, BackupManifest manifest, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = OwnerOnly, ModificationTime = manifest.MadeAt }, cancellationToken);

    private static async Task<int> SchemaOfAsync(string copy, CancellationToken cancellationToken)
    {
        using var store = SqliteStore.OpenAsItIs(copy);
        return await new StoreSchema(new SqliteTables(store), TimeProvider.System, SystemEntropy.Instance).VersionAsync(cancellationToken);
    }

    private static async Task<BackupPart> PartAsync(string copy, CancellationToken cancellationToken) =>
        new(StoreNames.Database, new FileInfo(copy).Length, await HashFileAsync(copy, cancellationToken));

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static FileStream CreatePrivate(string path)
    {
        // Left by a run that died.
        File.Delete(path);
        try
        {
            return PrivateFolder.CreateFile(path);
        }
        catch (DirectoryNotFoundException)
        {
            throw new SettingsException(["--out: the folder of this file is not there."]);
        }
    }

    private IReadOnlyList<KeyPart> ReadKeys()
    {
        var folder = Path.Combine(settings.Host.DataDirectory, StoreNames.Keys);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.key").Where(static file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal)
                .Select(static file => new KeyPart($"{StoreNames.Keys}/{Path.GetFileName(file)}", File.ReadAllBytes(file)))]
            : [];
    }

    private sealed record KeyPart(string Name, byte[] Content);
}
