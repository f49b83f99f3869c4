using LearnCoin.Core.Configuration;

namespace LearnCoin.Local.Storage;

/// <summary>What is in the file, and how an older file becomes a newer one.</summary>
internal static class SqliteSchema
{
    /// <summary>Kept in <c>PRAGMA user_version</c>.</summary>
    internal const int Version = 3;

    // "LCn1": tells our files from other SQLite files (PRAGMA application_id).
    private const int ApplicationId = 0x4c436e31;

    private static readonly string[] CreateVersion1 =
    [
        "CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL)",
        "INSERT INTO counter (id, value) VALUES (1, 0)",
        "CREATE TABLE logical_table (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE)",
        """
        CREATE TABLE entity (
          id INTEGER PRIMARY KEY,
          table_id INTEGER NOT NULL REFERENCES logical_table (id),
          partition_key BLOB NOT NULL,
          row_key BLOB NOT NULL,
          version INTEGER NOT NULL,
          data BLOB NOT NULL,
          UNIQUE (table_id, partition_key, row_key))
        """,
        """
        CREATE TABLE message (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          queue TEXT NOT NULL,
          visible_at INTEGER NOT NULL,
          receipt INTEGER NOT NULL,
          deliveries INTEGER NOT NULL,
          body TEXT NOT NULL)
        """,
        "CREATE INDEX message_by_visibility ON message (queue, visible_at, id)",
    ];

    // Personal values beside their rows: see PersonalSlots.
    private static readonly string[] Version1To2 =
    [
        "CREATE TABLE personal (id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "ALTER TABLE entity ADD COLUMN personal_id INTEGER REFERENCES personal (id)",
    ];

    // Nothing in the file: the rows have a schema of their own since (Core/Migrations), which earlier releases do not look at. This they do.
    private static readonly string[] Version2To3 = [];

    private static readonly string[][] Steps = [CreateVersion1, Version1To2, Version2To3];

    internal static void Configure(Database database)
    {
        database.Execute("PRAGMA synchronous = FULL");
        database.Execute("PRAGMA fullfsync = ON"); // macOS: fsync alone does not reach the disk
        database.Execute("PRAGMA secure_delete = ON"); // erased values must not stay in free pages
        database.Execute("PRAGMA foreign_keys = ON");
        database.Execute("PRAGMA temp_store = MEMORY");
        database.Execute("PRAGMA cache_size = -16000"); // KiB
        database.Execute("PRAGMA journal_size_limit = 67108864");
    }

    /// <exception cref="SettingsException">The file is another program's, or a newer version's: nothing is written.</exception>
    internal static void Upgrade(Database database)
    {
        var isKnown = Known(database);
        database.Execute("PRAGMA journal_mode = WAL");
        if (isKnown)
        {
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        if (!Known(database)) // another process may have been first
        {
            foreach (var sql in Steps.Skip((int)database.Scalar("PRAGMA user_version")).SelectMany(static step => step))
            {
                database.Execute(sql);
            }

            database.Execute($"PRAGMA application_id = {ApplicationId}");
            database.Execute($"PRAGMA user_version = {Version}");
        }

        database.Execute("COMMIT");
    }

    /// <summary>True for a file of an earlier release.</summary>
    internal static bool IsEarlier(Database database) =>
        database.Scalar("PRAGMA application_id") == ApplicationId && database.Scalar("PRAGMA user_version") < Version;

    /// <exception cref="SettingsException">The file is another program's, or a newer version's.</exception>
    internal static bool Known(Database database)
    {
        var version = database.Scalar("PRAGMA user_version");
        var owner = database.Scalar("PRAGMA application_id");
        if (version > Version && owner == ApplicationId)
        {
            throw new SettingsException([
                $"DataDirectory: the store was written by a newer release (file schema {version}; this one knows {Version}). Run that release, or restore a backup made by this one."]);
        }

        if (owner != ApplicationId && (owner != 0 || version != 0 || database.Scalar("SELECT count(*) FROM sqlite_schema") != 0))
        {
            throw new SettingsException(["DataDirectory: the file is an SQLite database of another program: choose another path for the store."]);
        }

        return version == Version;
    }
}
