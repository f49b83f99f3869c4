using System.Runtime.InteropServices;

namespace LearnCoin.Local.Storage;

/// <summary>A new or moved name is durable only when its folder is.</summary>
public static class FolderSync
{
    /// <exception cref="IOException">The folder cannot be made durable.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = NativeMethods.Open(folder, flags: 0);
        if (descriptor < 0)
        {
            throw new IOException("A folder could not be opened to make its names durable");
        }

        var result = NativeMethods.Flush(descriptor);
        _ = NativeMethods.Close(descriptor);
        if (result != 0)
        {
            throw new IOException("A folder could not be made durable");
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Flush(int descriptor);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Close(int descriptor);
    }
}
