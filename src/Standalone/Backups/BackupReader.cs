using System.Formats.Tar;
using System.Security.Cryptography;
using LearnCoin.Local.Storage;

namespace LearnCoin.Standalone.Backups;

/// <summary>Reads an archive: checks all of it before a byte is written anywhere, and again as it is unpacked.</summary>
internal static class BackupReader
{
    private const int MostManifestBytes = 1 << 20;

    /// <summary>Computes every hash.</summary>
    /// <exception cref="BackupException">It is no archive, damaged, or not whole.</exception>
    internal static Task<BackupManifest> CheckAsync(string archive, CancellationToken cancellationToken) =>
        ReadAsync(archive, static (_, content, cancellationToken) => HashAsync(content, Stream.Null, cancellationToken), cancellationToken);

    /// <summary>Writes the parts into an empty folder, on the disk when it returns.</summary>
    /// <exception cref="BackupException">As <see cref="CheckAsync"/>; what was written so far stays.</exception>
    internal static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal) { folder };
        await ReadAsync(
            archive,
            async (part, content, cancellationToken) =>
            {
                var path = Path.Combine(folder, part.Name);
                PrivateFolder.Create(Path.GetDirectoryName(path)!);
                folders.Add(Path.GetDirectoryName(path)!);
                await using var file = PrivateFolder.CreateFile(path);
                var hash = await HashAsync(content, file, cancellationToken);
                file.Flush(flushToDisk: true);
                return hash;
            },
            cancellationToken);
        foreach (var one in folders)
        {
            FolderSync.Flush(one);
        }
    }

    private static async Task<BackupManifest> ReadAsync(
        string archive, Func<BackupPart, Stream, CancellationToken, Task<string>> take, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(archive);
            await using var tar = new TarReader(file);
            var manifest = await ReadManifestAsync(tar, cancellationToken);
            foreach (var part in manifest.Parts)
            {
                var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken);
                if (entry?.Name != part.Name || entry.EntryType != TarEntryType.RegularFile || entry.Length != part.Bytes)
                {
                    throw new BackupException($"The archive is damaged: {part.Name} is not where its manifest says");
                }

                if (await take(part, entry.DataStream ?? Stream.Null, cancellationToken) != part.Sha256)
                {
                    throw new BackupException($"The archive is damaged: {part.Name} has another SHA-256 than its manifest says");
                }
            }

            return await tar.GetNextEntryAsync(copyData: false, cancellationToken) is null
                ? manifest
                : throw new BackupException("The archive is damaged: it holds more than its manifest says");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException("There is no archive of that name", exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new BackupException("The file is no archive of LearnCoin, or damaged", exception);
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(TarReader tar, CancellationToken cancellationToken)
    {
        var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        if (entry is not { Name: BackupManifest.Name, EntryType: TarEntryType.RegularFile, Length: > 0 and <= MostManifestBytes, DataStream: { } content })
        {
            throw new BackupException("The file is no archive of LearnCoin, or damaged");
        }

        var json = new byte[entry.Length];
        await content.ReadExactlyAsync(json, cancellationToken);
        return BackupManifest.Read(json);
    }

    private static async Task<string> HashAsync(Stream content, Stream copy, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
