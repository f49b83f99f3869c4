using System.Runtime.InteropServices;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Keys;
using LearnCoin.Local.Storage;

namespace LearnCoin.Local.Keys;

/// <summary>Files that nobody but this user may read, each written once, whole, and never replaced.</summary>
internal sealed class KeyFolder
{
    private const int MaxFileBytes = 256;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string path;
    private readonly IEntropy entropy;

    internal KeyFolder(string path, IEntropy entropy)
    {
        this.path = Path.GetFullPath(path);
        this.entropy = entropy;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(this.path);
            return;
        }

        Directory.CreateDirectory(this.path, OwnerOnly | UnixFileMode.UserExecute);
        if ((File.GetUnixFileMode(this.path) & Others) != UnixFileMode.None)
        {
            throw new KeyUnavailableException(Path.GetFileName(this.path), "the key folder is open to other users: chmod 700 it");
        }
    }

    internal bool Exists(string name) => File.Exists(FileOf(name));

    /// <summary>
    /// Writes a temporary file, makes it durable, and gives it its name unless that is taken: of two processes, one wins and the other sees
    /// the winner's file, never a half-written one.
    /// </summary>
    /// <returns>False when the file was there already.</returns>
    internal bool TryCreate(string name, ReadOnlySpan<byte> content)
    {
        var target = FileOf(name);
        var temporary = Path.Combine(path, $".{name}.{RandomSuffix()}.tmp");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            if (!TryName(temporary, target))
            {
                return false;
            }

            // A seed wrapped under a key that a power cut takes away is lost.
            FolderSync.Flush(path);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// Gives a finished file its name unless that is taken, in one step. File.Move without overwrite is none: it looks first and renames
    /// then, so that of two at once the later replaces the earlier one's key. link(2) fails when the name is taken.
    /// </summary>
    private static bool TryName(string temporary, string target)
    {
        if (!OperatingSystem.IsWindows())
        {
            return NativeMethods.Link(temporary, target) == 0
                || (File.Exists(target) ? false : throw new IOException("The key folder's file system has no hard links, which keep keys from being replaced"));
        }

        try
        {
            File.Move(temporary, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    /// <summary>The whole file, in memory that the caller disposes of.</summary>
    /// <exception cref="KeyUnavailableException">Not there, unreadable, or readable for others.</exception>
    internal PinnedSecret Read(string name)
    {
        try
        {
            using var handle = File.OpenHandle(FileOf(name));
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(handle) & Others) != UnixFileMode.None)
            {
                throw new KeyUnavailableException(name, "its file is open to other users: chmod 600 it, and replace the key if they may have read it");
            }

            var length = RandomAccess.GetLength(handle);
            if (length > MaxFileBytes)
            {
                throw new KeyUnavailableException(name, "its file is not a key file");
            }

            var content = new PinnedSecret((int)length);
            var read = RandomAccess.Read(handle, content.Span, fileOffset: 0);
            if (read == length)
            {
                return content;
            }

            content.Dispose();
            throw new KeyUnavailableException(name, "its file could not be read whole");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyUnavailableException(name, "there is no such key") { Problem = KeyProblem.Missing };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyUnavailableException(name, "its file could not be read", e);
        }
    }

    private string FileOf(string name)
    {
        var plain = name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return plain ? Path.Combine(path, name + ".key") : throw new ArgumentException("A key name is letters, digits, '-' and '_'", nameof(name));
    }

    private string RandomSuffix()
    {
        Span<byte> random = stackalloc byte[8];
        entropy.Fill(random);
        return Convert.ToHexStringLower(random);
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
    }
}
