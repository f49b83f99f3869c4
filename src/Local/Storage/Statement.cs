using SQLitePCL;

namespace LearnCoin.Local.Storage;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed class Statement(sqlite3_stmt native) : IDisposable
{
    public Statement Bind(int index, long value)
    {
        Database.Check(raw.sqlite3_bind_int64(native, index, value));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        Database.Check(raw.sqlite3_bind_text(native, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes no address for NULL.
        Database.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(native, index, 0) : raw.sqlite3_bind_blob(native, index, value));
        return this;
    }

    /// <summary>True when there is a row to read.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(native);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        if (code is not raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(native);
            Database.Check(code);
        }

        return false;
    }

    /// <summary>Runs to the end and gives the locks back.</summary>
    public void Run()
    {
        while (Step())
        {
            // A pragma may return rows; nobody wants them here.
        }

        Reset();
    }

    public long Int64(int column) => raw.sqlite3_column_int64(native, column);

    public string Text(int column) => raw.sqlite3_column_text(native, column).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(native, column);

    public Statement Reset()
    {
        // The result code of reset repeats the failure of the last step, which was told then.
        raw.sqlite3_reset(native);
        raw.sqlite3_clear_bindings(native);
        return this;
    }

    public void Dispose() => native.Dispose();
}
