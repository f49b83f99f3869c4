namespace LearnCoin.Commands.Exports;

/// <summary>Files that hold personal data: for the owner alone, and under their name only once they are whole.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }
    }

    /// <summary>Writes the file anew; a run that dies leaves the old one.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var unfinished = path + ".part";
        File.Delete(unfinished);
        await using (var stream = new FileStream(unfinished, options))
        {
            await write(stream);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
