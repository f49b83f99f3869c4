using System.Collections.Concurrent;

namespace LearnCoin.Local.Storage;

/// <summary>
/// One database file: tables, queues and the workflow journal of a host. Several processes may have it open. A write is on disk (WAL,
/// synchronous=FULL) before its task completes.
/// </summary>
public sealed class SqliteStore : IDisposable
{
    private static readonly TimeSpan CheckpointPatience = TimeSpan.FromMilliseconds(100);

    private readonly string path;
    private readonly GroupCommit writer;
    private readonly ConcurrentBag<Database> readers = [];
    private volatile bool disposed;

    private SqliteStore(string path, Database database)
    {
        this.path = path;
        writer = new GroupCommit(database);
    }

    /// <summary>Opens the file, or makes it, readable by this user only.</summary>
    /// <exception cref="LearnCoin.Core.Configuration.SettingsException">The file was written by a newer version, or is not ours.</exception>
    /// <exception cref="StoreException">The file cannot be opened.</exception>
    public static SqliteStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        CreatePrivate(path);
        var database = Database.Open(path);
        try
        {
            SqliteSchema.Configure(database);
            SqliteSchema.Upgrade(database);
            return new SqliteStore(path, database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that is there, as it is: an earlier release's is not brought forward. For reading.</summary>
    /// <inheritdoc cref="Open"/>
    public static SqliteStore OpenAsItIs(string path)
    {
        var database = Database.Open(Path.GetFullPath(path));
        try
        {
            SqliteSchema.Known(database);
            return new SqliteStore(Path.GetFullPath(path), database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>True when an earlier release made the file and none of this one has opened it. Writes nothing.</summary>
    public static bool IsEarlier(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return false;
        }

        using var database = Database.Open(path);
        return SqliteSchema.IsEarlier(database);
    }

    /// <summary>
    /// Moves everything from the write-ahead log into the database file and empties the log. After an erase, nothing of the erased
    /// value is in the files once this returned true.
    /// </summary>
    /// <returns>False when a reader, such as another process that makes a backup, holds the log: call again.</returns>
    public async ValueTask<bool> CheckpointAsync(CancellationToken cancellationToken)
    {
        return await writer.RunAloneAsync(
            static database =>
            {
                // All writes wait while this one does. Our own readers are gone in no time; a long reader elsewhere is waited for by the caller.
                database.BusyTimeout = CheckpointPatience;
                try
                {
                    // The result row of the pragma is (busy, frames in the log, frames moved).
                    return database.Scalar("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
                }
                finally
                {
                    database.BusyTimeout = Database.DefaultBusyTimeout;
                }
            },
            cancellationToken);
    }

    /// <summary>Finishes the writes that wait and closes the file. Callers stop reading first.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        writer.Dispose(); // last: the last connection to close empties the log
    }

    internal Task<T> WriteAsync<T>(Func<Database, T> work, CancellationToken cancellationToken) => writer.RunAsync(work, cancellationToken);

    internal T Read<T>(Func<Database, T> query)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!readers.TryTake(out var reader))
        {
            reader = Database.Open(path);
            SqliteSchema.Configure(reader);
            reader.Execute("PRAGMA query_only = ON");
        }

        T result;
        try
        {
            result = query(reader);
        }
        catch
        {
            // It may stand in the middle of a statement and hold a lock: not back into the pool.
            reader.Dispose();
            throw;
        }

        readers.Add(reader);
        if (disposed && readers.TryTake(out var late))
        {
            late.Dispose();
        }

        return result;
    }

    /// <summary>The next value that was never used before in this store, for ETags and receipts. Only inside a write.</summary>
    internal static long NextVersion(Database database)
    {
        var statement = database.Prepare("UPDATE counter SET value = value + 1 WHERE id = 1 RETURNING value");
        statement.Step();
        var value = statement.Int64(0);
        statement.Reset();
        return value;
    }

    private static void CreatePrivate(string path)
    {
        // Only when it is new: closing a handle of a file drops the POSIX locks that SQLite holds on it elsewhere in this process.
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // SQLite's side files get the same
        }

        new FileStream(path, options).Dispose();
    }
}
