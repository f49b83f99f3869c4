using System.Text;
using LearnCoin.Core.Erasure;

namespace LearnCoin.Local.Storage;

/// <summary>
/// The journal of erasures as a file of lines that only grows, for its owner alone. Several processes may write it: each write is made under
/// a lock of the file, and is on disk before it returns.
/// </summary>
public sealed class FileErasureJournal(string path, TimeProvider time) : IErasureJournal, IDisposable
{
    private const int LockTries = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly SemaphoreSlim turn = new(1);
    private HashSet<string>? known;

    /// <summary>The erasures of a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static async Task<IReadOnlyList<ErasureRecord>> ReadAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(file, new FileStreamOptions { Share = FileShare.ReadWrite }, time, cancellationToken);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return ErasureLine.ReadAll(text.Split('\n'));
    }

    public async Task EnterAsync(ErasureRecord erasure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(erasure);
        await turn.WaitAsync(cancellationToken);
        try
        {
            known ??= [.. (await ReadAsync(cancellationToken)).Select(Identity)];
            if (known.Contains(Identity(erasure)))
            {
                return;
            }

            await AppendAsync(Encoding.UTF8.GetBytes(ErasureLine.Write(erasure) + "\n"), cancellationToken);
            known.Add(Identity(erasure));
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken) =>
        File.Exists(path) ? await ReadAsync(path, time, cancellationToken) : [];

    public void Dispose() => turn.Dispose();

    private static string Identity(ErasureRecord erasure) => $"{erasure.Credential}|{erasure.Operation}";

    private async Task AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        var isNew = !File.Exists(path);
        await using (var file = await OpenAsync(path, ForWriting(), time, cancellationToken))
        {
            if (file.Length > 0)
            {
                // A line that a crash cut short stays as it is, and by itself.
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() != '\n')
                {
                    file.WriteByte((byte)'\n');
                }
            }

            await file.WriteAsync(line, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        if (isNew)
        {
            FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
    }

    private static FileStreamOptions ForWriting()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>A writer is alone with the file (on Unix: flock, which every opening here asks for), so others wait for moments.</summary>
    private static async Task<FileStream> OpenAsync(string path, FileStreamOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (tries < LockTries && File.Exists(path))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
