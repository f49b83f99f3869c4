using SQLitePCL;

namespace LearnCoin.Local.Storage;

/// <summary>
/// One SQLite connection with its prepared statements, used by one thread at a time. Thin over the C API instead of ADO.NET, because
/// the group commit needs its own busy handling and the hot statements must cost microseconds.
/// </summary>
internal sealed class Database : IDisposable
{
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(30);

    private readonly sqlite3 handle;
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => this.handle = handle;

    /// <summary>True when no transaction is open: after some failures (disk full, I/O) SQLite has rolled back by itself.</summary>
    public bool IsAutocommit => raw.sqlite3_get_autocommit(handle) != 0;

    /// <summary>How long a call waits for others' locks.</summary>
    public TimeSpan BusyTimeout
    {
        set => raw.sqlite3_busy_timeout(handle, (int)value.TotalMilliseconds);
    }

    public int Changes => raw.sqlite3_changes(handle);

    public long LastInsertId => raw.sqlite3_last_insert_rowid(handle);

    public static Database Open(string path)
    {
        // NOMUTEX: this class is never used by two threads at once.
        var code = raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new Database(handle);
        try
        {
            Check(code);
            raw.sqlite3_extended_result_codes(handle, 1);
            database.BusyTimeout = DefaultBusyTimeout;
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The statement for this text, reset, its parameters cleared; prepared once per connection.</summary>
    public Statement Prepare(string sql)
    {
        if (statements.TryGetValue(sql, out var statement))
        {
            return statement.Reset();
        }

        Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var native));
        return statements[sql] = new Statement(native);
    }

    public void Execute(string sql)
    {
        Prepare(sql).Run();
    }

    public long Scalar(string sql)
    {
        var statement = Prepare(sql);
        var value = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return value;
    }

    /// <exception cref="StoreException">The code is an error; the message holds SQLite's codes only.</exception>
    public static void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new StoreException(code, raw.sqlite3_errstr(code & 0xff).utf8_to_string());
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        handle.Dispose();
    }
}

/// <summary>The database failed (disk full, I/O error, locked too long, corrupt): nothing of the request was stored.</summary>
public sealed class StoreException(int code, string message) : IOException($"SQLite error {code}: {message}")
{
    /// <summary>SQLite's extended result code (sqlite.org/rescode.html).</summary>
    public int Code { get; } = code;
}
