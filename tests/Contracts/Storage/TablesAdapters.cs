using LearnCoin.Core.Storage;
using LearnCoin.Local.Storage;

namespace LearnCoin.Contracts.Storage;

public sealed class MemoryTablesTests : TablesContract
{
    protected override ITables Tables { get; } = new MemoryTables();
}

public sealed class SqliteTablesTests : TablesContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SqliteStore store;

    public SqliteTablesTests()
    {
        store = SqliteStore.Open(folder.File("store.db"));
        Tables = new SqliteTables(store);
    }

    protected override ITables Tables { get; }

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }
}
