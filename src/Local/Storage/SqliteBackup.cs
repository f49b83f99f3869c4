using LearnCoin.Core.Configuration;

namespace LearnCoin.Local.Storage;

/// <summary>Copies of a store's file, made and checked without opening it as a store: nothing is migrated, nothing written.</summary>
public static class SqliteBackup
{
    /// <summary>
    /// Writes one moment of a store to a file that is not there yet, while hosts go on: they write to the log beside the reader. Free pages and
    /// what was forgotten are not in the copy.
    /// </summary>
    /// <exception cref="SettingsException">The file is another program's, or a newer release's.</exception>
    /// <exception cref="StoreException">It cannot be read, or the copy cannot be written.</exception>
    public static void Copy(string source, string target)
    {
        using var database = Database.Open(source);
        SqliteSchema.Known(database);
        // The copy is read back and made durable by the caller, as a part of its archive.
        database.Execute("PRAGMA synchronous = OFF");
        // The copy has the source's setting. Without it the gaps of its pages hold what stood in reused memory: names, a second time (seen).
        database.Execute("PRAGMA secure_delete = ON");
        database.Prepare("VACUUM INTO ?1").Bind(1, target).Run();
    }

    /// <summary>Reads every page of a copy.</summary>
    /// <exception cref="SettingsException">It is another program's, or a newer release's.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Check(string path)
    {
        using var database = Database.Open(path);
        SqliteSchema.Known(database);
        var statement = database.Prepare("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
        statement.Step();
        var faults = statement.Int64(0);
        statement.Reset();
        if (faults != 0)
        {
            throw new InvalidDataException("The store in the archive is damaged");
        }
    }
}
