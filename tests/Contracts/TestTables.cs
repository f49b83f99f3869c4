using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts;

/// <summary>Tables of one test, by adapter.</summary>
public sealed class TestTables : IDisposable
{
    private readonly TempFolder? folder;
    private readonly SqliteStore? store;

    private TestTables(bool sqlite)
    {
        if (sqlite)
        {
            folder = new TempFolder();
            store = SqliteStore.Open(folder.File("store.db"));
        }

        Tables = store is null ? new MemoryTables() : new SqliteTables(store);
    }

    public ITables Tables { get; }

    public static TestTables Memory() => new(sqlite: false);

    public static TestTables Sqlite() => new(sqlite: true);

    public void Dispose()
    {
        store?.Dispose();
        folder?.Dispose();
    }
}
